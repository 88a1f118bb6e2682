'use client';

import { categories } from '../../amplify/show';
import { useLanguage } from '../language/language-context';
import { peopleText } from '../leaderboard/people-text';
import { useLeaderboard } from '../leaderboard/use-leaderboard';
import { PeopleIcon } from '../result/people-icon';
import { CategoryIcon } from '../votes/category-icon';
import { BoardTitle } from './board-title';
import styles from './board.module.css';

/** The records, by people. One that the movie of this round has broken is highlighted with the result. */
export function Records({ className = '' }: { className?: string }) {
  const { texts, format } = useLanguage();
  const { leaderboard, newRecords } = useLeaderboard();
  return (
    <section className={className} aria-labelledby="records">
      <h2 id="records" className={styles.heading}>
        {texts.records.title}
      </h2>
      <ol className={styles.board}>
        {categories.map((category) => {
          const leader = leaderboard.find((entry) => entry.category === category);
          return (
            <li
              key={category}
              className={styles.row}
              data-category={category}
              data-testid={`leader-${category}`}
              data-new={newRecords.some((entry) => entry.category === category) || undefined}
            >
              <span className={styles.icon}>
                <CategoryIcon category={category} />
                <span className="visually-hidden">{`${texts.records[category]}: `}</span>
              </span>
              <span className={styles.movie}>
                <BoardTitle title={leader?.title} />
              </span>
              {leader && (
                <span className={styles.people}>
                  <span aria-hidden="true">{format.compact(leader.voters ?? leader.votes, 1000)}</span>
                  {leader.voters ? <PeopleIcon /> : null}
                  <span className="visually-hidden">{`, ${peopleText(leader, texts, format)}`}</span>
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
