'use client';

import { useEffect, useRef } from 'react';
import type { Category } from '../../amplify/show';
import { fill } from '../../languages/texts';
import type { LeaderboardEntry } from '../../live/backend';
import { useLanguage } from '../language/language-context';
import { peopleText } from '../leaderboard/people-text';
import { useLeaderboard } from '../leaderboard/use-leaderboard';
import { prefersReducedMotion } from '../theme/motion';
import { CategoryIcon } from '../votes/category-icon';
import styles from './celebration.module.css';

/** Celebrates a broken record with the result: a badge on the poster, confetti, and an announcement. */
export function Celebration() {
  const { texts, format } = useLanguage();
  const { newRecords } = useLeaderboard();
  const [record] = newRecords;
  return (
    <>
      {record && <RecordBadge key={keyOf(record)} category={record.category} />}
      <div className="visually-hidden" aria-live="polite" data-testid="record-news">
        {newRecords.map((record) => (
          <p key={keyOf(record)}>
            {fill(texts.records.announced, {
              movie: `\u2068${record.title}\u2069`,
              votes: peopleText(record, texts, format),
              record: texts.records[record.category],
            })}
          </p>
        ))}
      </div>
    </>
  );
}

/** Late votes that raise the record do not celebrate it again. */
const keyOf = ({ category, title }: LeaderboardEntry) => `${category} ${title}`;

function RecordBadge({ category }: { category: Category }) {
  const { texts } = useLanguage();
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (prefersReducedMotion() || document.hidden) return;
    let isMounted = true;
    let stop: (() => void) | undefined;
    import('./confetti').then(
      ({ throwConfetti }) => {
        if (isMounted && box.current)
          stop = throwConfetti(box.current, { paper: styles.paper ?? '', dot: styles.dot ?? '' });
      },
      // Without a network there is no confetti; the badge and the announcement remain.
      () => undefined,
    );
    return () => {
      isMounted = false;
      stop?.();
    };
  }, []);

  return (
    <div
      ref={box}
      className={styles.celebration}
      style={{ color: `var(--amplify-colors-vote-${category})` }}
      aria-hidden="true"
    >
      <div className={styles.badge} data-testid="record-seal">
        <span className={styles.text}>
          <CategoryIcon category={category} />
          <span>{texts.records.isNew}</span>
        </span>
      </div>
    </div>
  );
}
