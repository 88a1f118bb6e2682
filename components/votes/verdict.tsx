'use client';

import { verdictOf } from '../../live/round-result';
import { useLanguage } from '../language/language-context';
import { CategoryIcon } from './category-icon';
import { useRoundResult } from './use-round-result';
import { shareText, verdictText } from './verdict-text';
import styles from './verdict.module.css';

/** The verdict on the last movie, which replaces the summary while the new round has no votes. */
export function Verdict() {
  const { texts, format } = useLanguage();
  const result = useRoundResult();
  const verdict = result && verdictOf(result);
  if (!verdict) return null;
  const share = shareText(verdict, format);
  return (
    // Screen readers get it from `VoteAnnouncements`.
    <div key={result.roundId} className={styles.verdict} data-verdict={verdict.favourites.join(' ')} aria-hidden="true">
      {verdict.favourites.map((category) => (
        <span key={category} className={styles.icon} style={{ color: `var(--amplify-colors-vote-${category})` }}>
          <CategoryIcon category={category} />
        </span>
      ))}
      <span className={styles.sentence}>{verdictText(verdict, result.title, texts)}</span>
      {share && <span className={styles.share}>{share}</span>}
    </div>
  );
}
