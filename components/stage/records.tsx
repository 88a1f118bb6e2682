'use client';

import { categories } from '../../amplify/show';
import { useNewRecords } from '../celebration/use-new-records';
import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import { CategoryIcon } from '../votes/category-icon';
import styles from './board.module.css';

/** The records. One that is broken while the page is open is highlighted for a few seconds. */
export function Records({ className = '' }: { className?: string }) {
  const { texts, format } = useLanguage();
  const leaders = useShow((state) => state.leaderboard);
  const newRecords = useNewRecords(null);
  return (
    <section className={className} aria-labelledby="records">
      <h2 id="records" className={styles.heading}>
        {texts.records.title}
      </h2>
      <ol className={styles.board}>
        {categories.map((category) => {
          const leader = leaders.find((entry) => entry.category === category);
          return (
            <li
              // A new record gets a new row, so that the animation starts again.
              key={`${category} ${leader?.votes ?? 0}`}
              className={styles.row}
              data-category={category}
              data-testid={`leader-${category}`}
              data-new={newRecords.some((entry) => entry.category === category) || undefined}
            >
              <span className={styles.icon}>
                <CategoryIcon category={category} />
                <span className="visually-hidden">{`${texts.records[category]}: `}</span>
              </span>
              <span className={styles.movie} dir="auto" data-vacant={!leader || undefined}>
                {leader?.title ?? texts.records.notTaken}
              </span>
              {leader && (
                <span className={styles.votes}>
                  <span aria-hidden="true">{format.compact(leader.votes)}</span>
                  <span className="visually-hidden">{`, ${format.count(texts.votes.votes, leader.votes)}`}</span>
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
