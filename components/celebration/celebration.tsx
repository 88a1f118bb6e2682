'use client';

import { useEffect, useRef } from 'react';
import type { Category } from '../../amplify/show';
import { fill } from '../../languages/texts';
import type { LeaderboardEntry } from '../../live/backend';
import { useLanguage } from '../language/language-context';
import { prefersReducedMotion } from '../theme/motion';
import { CategoryIcon } from '../votes/category-icon';
import styles from './celebration.module.css';
import { useNewRecords } from './use-new-records';

/** Celebrates a broken record with a badge on the poster and confetti, and announces it. */
export function Celebration() {
  const { texts, format } = useLanguage();
  const records = useNewRecords();
  const latest = records.at(-1);
  return (
    <>
      {latest && <RecordBadge key={keyOf(latest)} category={latest.category} />}
      <div className="visually-hidden" aria-live="polite" data-testid="record-news">
        {records.map((record) => (
          <p key={keyOf(record)}>
            {fill(texts.records.announced, {
              movie: `\u2068${record.title}\u2069`,
              votes: format.count(texts.votes.votes, record.votes),
              record: texts.records[record.category],
            })}
          </p>
        ))}
      </div>
    </>
  );
}

const keyOf = ({ category, title, votes }: LeaderboardEntry) => `${category} ${title} ${votes}`;

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
