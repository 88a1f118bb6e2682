'use client';

import type { CSSProperties } from 'react';
import { categories } from '../../amplify/show';
import { fill } from '../../languages/texts';
import { totalOf } from '../../live/counts';
import type { ShowStatus } from '../../live/show-status';
import { fittedText } from '../fitted-text/fitted-text';
import { useLanguage } from '../language/language-context';
import { useLeaderboard } from '../leaderboard/use-leaderboard';
import { shareText, verdictText } from '../result/result-text';
import { useOutcome, type Outcome } from '../result/use-outcome';
import { CategoryIcon } from '../votes/category-icon';
import styles from './result-board.module.css';

interface ResultBoardProps {
  className?: string;
  status: ShowStatus;
}

/** The result of a round, in large type. */
export function ResultBoard({ className = '', status }: ResultBoardProps) {
  const outcome = useOutcome();
  return status === 'result' && outcome ? (
    <Board key={outcome.roundId} className={className} outcome={outcome} />
  ) : null;
}

function Board({ className, outcome }: { className: string; outcome: Outcome }) {
  const { texts, format } = useLanguage();
  const [record] = useLeaderboard().newRecords;
  const { people, verdict, winner } = outcome;
  const share = shareText(outcome, texts, format);
  const sentence = verdictText(outcome, texts);
  const { className: fitted, ...size } = fittedText(sentence);
  const total = totalOf(people);
  const longest = Math.max(...categories.map((category) => format.compact(people[category]).length));
  return (
    <div className={`${styles.result} ${className}`} data-result={verdict.favourites.join(' ')} data-category={winner}>
      <div className={styles.verdict}>
        <div className={styles.room}>
          <p className={`${fitted} ${styles.sentence}`} {...size}>
            {sentence}
          </p>
        </div>
        <p className={styles.people}>
          <span className={styles.icons}>
            {verdict.favourites.map((category) => (
              <span key={category} data-category={category}>
                <CategoryIcon category={category} />
              </span>
            ))}
          </span>
          {share && (
            <>
              <strong>{share.share}</strong>
              <span>{share.ofPeople}</span>
            </>
          )}
        </p>
        {record && (
          <p className={styles.record} data-category={record.category}>
            <span>{fill(texts.result.record, { record: texts.records[record.category] })}</span>
          </p>
        )}
      </div>
      <ul className={styles.shares} style={{ '--length': longest } as CSSProperties}>
        {categories.map((category) => (
          <li key={category} data-category={category}>
            <span className={styles.name}>
              <CategoryIcon category={category} />
              <span>{texts.categories[category]}</span>
            </span>
            <span className={styles.bar} aria-hidden="true">
              <span style={{ transform: `scaleX(${people[category] / total})` }} />
            </span>
            <span className={styles.number}>
              <span aria-hidden="true">{format.compact(people[category])}</span>
              <span className="visually-hidden">{format.count(texts.result.people, people[category])}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
