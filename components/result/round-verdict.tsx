'use client';

import { fill } from '../../languages/texts';
import type { Verdict } from '../../live/round-result';
import { useLanguage } from '../language/language-context';
import { CategoryIcon } from '../votes/category-icon';
import styles from './round-verdict.module.css';

/** The favourite of a past round, or several in a tie, and the share of the people. */
export function RoundVerdict({ verdict: { favourites, share } }: { verdict: Verdict }) {
  const { texts, format } = useLanguage();
  const names = format.list(favourites.map((category) => texts.categories[category]));
  return (
    <span className={styles.verdict}>
      {favourites.map((category) => (
        <span key={category} className={styles.icon} data-category={category}>
          <CategoryIcon category={category} />
        </span>
      ))}
      <span className="visually-hidden">{`${fill(texts.recent.mostly, { category: names })} `}</span>
      <span>{format.percent(share)}</span>
    </span>
  );
}
