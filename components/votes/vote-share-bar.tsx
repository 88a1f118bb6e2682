'use client';

import { categories, noVotes, type Counts } from '../../amplify/show';
import { totalOf } from '../../live/counts';
import { useShares } from '../result/use-outcome';
import styles from './vote-share-bar.module.css';

/** The shares of the people in the current round. */
export function CurrentShares({ areHidden }: { areHidden: boolean }) {
  const shares = useShares();
  return <VoteShareBar counts={areHidden ? noVotes : shares} />;
}

/** The categories' shares, by people. Decoration: the result says who leads. */
export function VoteShareBar({ counts }: { counts: Counts }) {
  const total = totalOf(counts);
  // Each bar reaches from the start to the end of its share, below the bars before it, so that only a scale changes.
  const ends = categories.map((_, index) =>
    categories.slice(0, index + 1).reduce((sum, category) => sum + counts[category], 0),
  );
  return (
    <div className={styles.bar} aria-hidden="true">
      {categories.map((category, index) => (
        <span
          key={category}
          style={{
            zIndex: categories.length - index,
            transform: `scaleX(${total === 0 ? 0 : (ends[index] ?? 0) / total})`,
            background: `var(--amplify-colors-vote-${category})`,
          }}
        />
      ))}
    </div>
  );
}
