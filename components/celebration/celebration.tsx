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

/** A record has fallen: the film's poster gets a seal, and the house throws its tickets into the air. */
export function Celebration() {
  const { texts, format } = useLanguage();
  const records = useNewRecords();
  const latest = records.at(-1);
  return (
    <>
      {latest && <Seal key={keyOf(latest)} category={latest.category} />}
      <div className="visually-hidden" aria-live="polite" data-testid="record-news">
        {records.map((record) => (
          <p key={keyOf(record)}>
            {fill(texts.records.announced, {
              film: `\u2068${record.title}\u2069`,
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

function Seal({ category }: { category: Category }) {
  const { texts } = useLanguage();
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (prefersReducedMotion() || document.hidden) return;
    let isHere = true;
    let stop: (() => void) | undefined;
    import('./burst').then(
      ({ burst }) => {
        if (isHere && box.current) stop = burst(box.current, { ticket: styles.ticket ?? '', bulb: styles.bulb ?? '' });
      },
      // Where it cannot be loaded nothing flies; the seal, and who listens, tell of the record all the same.
      () => undefined,
    );
    return () => {
      isHere = false;
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
      <div className={styles.seal} data-testid="record-seal">
        <span className={styles.words}>
          <CategoryIcon category={category} />
          {texts.records.isNew}
        </span>
      </div>
    </div>
  );
}
