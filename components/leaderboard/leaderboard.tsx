'use client';

import { memo } from 'react';
import { categories, type Category } from '../../amplify/show';
import type { LeaderboardEntry } from '../../live/backend';
import { lengthOf } from '../fitted-text/length-of';
import { useLanguage } from '../language/language-context';
import { PanelHeading } from '../layout/panel-heading';
import { CategoryIcon } from '../votes/category-icon';
import styles from './leaderboard.module.css';
import { peopleText } from './people-text';
import { useLeaderboard } from './use-leaderboard';

export function Leaderboard({ className = '' }: { className?: string }) {
  const { texts } = useLanguage();
  const { leaderboard, newRecords } = useLeaderboard();
  return (
    <section className={`${styles.leaderboard} ${className}`} aria-labelledby="records">
      <PanelHeading id="records">{texts.records.title}</PanelHeading>
      <ol className={styles.records}>
        {categories.map((category) => (
          <LeaderboardRow
            key={category}
            category={category}
            record={leaderboard.find((entry) => entry.category === category)}
            isNew={newRecords.some((entry) => entry.category === category)}
          />
        ))}
      </ol>
    </section>
  );
}

interface LeaderboardRowProps {
  category: Category;
  /** Undefined while the category has no votes. */
  record?: LeaderboardEntry;
  /** Whether the movie of this round has broken it. */
  isNew: boolean;
}

/** Renders when its record changes, not with each vote. */
const LeaderboardRow = memo(function LeaderboardRow({ category, record, isNew }: LeaderboardRowProps) {
  const { texts, format } = useLanguage();
  return (
    <li
      className={styles.record}
      data-category={category}
      data-new={isNew || undefined}
      data-testid={`leader-${category}`}
    >
      <span className={styles.poster}>
        {record && (
          // A small decoration next to the title.
          // eslint-disable-next-line @next/next/no-img-element
          <img key={record.poster} src={record.poster} alt="" loading="lazy" decoding="async" />
        )}
      </span>
      <span className={styles.text}>
        <span className={styles.category}>
          <CategoryIcon category={category} />
          <span>{texts.records[category]}</span>
        </span>
        <span className={styles.title} dir="auto" title={record?.title} data-length={lengthOf(record?.title ?? '')}>
          {record?.title ?? texts.records.none}
        </span>
        <span className={styles.people}>
          <span>{record ? peopleText(record, texts, format) : ' '}</span>
          {record?.voters ? (
            <span className={styles.votes}>{format.count(texts.votes.votes, record.votes)}</span>
          ) : null}
        </span>
      </span>
    </li>
  );
});
