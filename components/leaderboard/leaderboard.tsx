'use client';

import { categories, type Category } from '../../amplify/show';
import type { LeaderboardEntry } from '../../live/backend';
import { useNewRecords } from '../celebration/use-new-records';
import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import { CategoryIcon } from '../votes/category-icon';
import styles from './leaderboard.module.css';

export function Leaderboard({ className = '' }: { className?: string }) {
  const { texts } = useLanguage();
  const leaders = useShow((state) => state.leaderboard);
  const broken = useNewRecords();
  return (
    <section className={`${styles.leaderboard} ${className}`} aria-labelledby="records">
      <h2 id="records">{texts.records.title}</h2>
      <ol className={styles.records}>
        {categories.map((category) => (
          <Record
            key={category}
            category={category}
            leader={leaders.find((entry) => entry.category === category)}
            isNew={broken.some((entry) => entry.category === category)}
          />
        ))}
      </ol>
    </section>
  );
}

interface RecordProps {
  category: Category;
  leader?: LeaderboardEntry;
  /** It has just been broken. */
  isNew: boolean;
}

function Record({ category, leader, isNew }: RecordProps) {
  const { texts, format } = useLanguage();
  return (
    <li
      className={styles.record}
      data-category={category}
      data-new={isNew || undefined}
      data-testid={`leader-${category}`}
    >
      <span className={styles.poster}>
        {leader && (
          // Decoration beside its title, a few pixels wide.
          // eslint-disable-next-line @next/next/no-img-element
          <img key={leader.poster} src={leader.poster} alt="" loading="lazy" decoding="async" />
        )}
      </span>
      <span className={styles.text}>
        <span className={styles.category}>
          <CategoryIcon category={category} />
          {texts.records[category]}
        </span>
        <span className={styles.title} dir="auto">
          {leader?.title ?? texts.records.notTaken}
        </span>
        <span className={styles.votes}>{leader ? format.count(texts.votes.votes, leader.votes) : ' '}</span>
      </span>
    </li>
  );
}
