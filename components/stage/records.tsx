'use client';

import { useState } from 'react';
import { categories } from '../../amplify/show';
import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import { CategoryIcon } from '../votes/category-icon';
import styles from './board.module.css';

/** The house records. One that is broken while the room looks on shines for a few seconds. */
export function Records({ className = '' }: { className?: string }) {
  const { texts, format } = useLanguage();
  const leaders = useShow((state) => state.leaderboard);
  const [first] = useState(leaders);
  const votesOf = (entries: typeof leaders, category: string) =>
    entries.find((entry) => entry.category === category)?.votes;
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
              // Each new record is a new row, which shines from the beginning.
              key={`${category} ${leader?.votes}`}
              className={styles.row}
              data-category={category}
              data-testid={`leader-${category}`}
              data-new={leader?.votes !== votesOf(first, category) || undefined}
            >
              <span className={styles.icon}>
                <CategoryIcon category={category} />
                <span className="visually-hidden">{texts.records[category]}: </span>
              </span>
              <span className={styles.film} dir="auto" data-vacant={!leader || undefined}>
                {leader?.title ?? texts.records.notTaken}
              </span>
              {leader && (
                <span className={styles.votes}>
                  <span aria-hidden="true">{format.compact(leader.votes)}</span>
                  <span className="visually-hidden">, {format.count(texts.votes.votes, leader.votes)}</span>
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
