'use client';

import { categories, type Counts } from '../../amplify/show';
import { totalOf } from '../../live/counts';
import { useShow } from '../show/show-context';
import styles from './share-bar.module.css';

/** The film that is on divides the house. */
export function CurrentVoteShares() {
  return <ShareBar counts={useShow((state) => state.counts)} />;
}

/** How the house is divided. The numbers stand on the tickets; this is for the eye. */
export function ShareBar({ counts }: { counts: Counts }) {
  const total = totalOf(counts);
  // Each reaches from the start to where its share ends, below those before it: nothing but a scale moves.
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
