'use client';

import { categories, type Category } from '../../amplify/show';
import type { LeaderboardEntry } from '../../live/backend';
import { useNewRecords } from '../celebration/use-new-records';
import { useLanguage } from '../language/language-context';
import { PanelHeading } from '../layout/panel-heading';
import { useShow } from '../show/show-context';
import { CategoryIcon } from '../votes/category-icon';
import styles from './leaderboard.module.css';

export function Leaderboard({ className = '' }: { className?: string }) {
  const { texts } = useLanguage();
  const records = useShow((state) => state.leaderboard);
  const newRecords = useNewRecords();
  return (
    <section className={`${styles.leaderboard} ${className}`} aria-labelledby="records">
      <PanelHeading id="records">{texts.records.title}</PanelHeading>
      <ol className={styles.records}>
        {categories.map((category) => (
          <LeaderboardRow
            key={category}
            category={category}
            record={records.find((entry) => entry.category === category)}
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
  /** Whether the record was just broken. */
  isNew: boolean;
}

function LeaderboardRow({ category, record, isNew }: LeaderboardRowProps) {
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
        <span className={styles.title} dir="auto">
          {record?.title ?? texts.records.notTaken}
        </span>
        <span className={styles.votes}>{record ? format.count(texts.votes.votes, record.votes) : ' '}</span>
      </span>
    </li>
  );
}
