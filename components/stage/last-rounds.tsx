'use client';

import { countsOf, totalOf } from '../../live/counts';
import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import { VoteShareBar } from '../votes/vote-share-bar';
import styles from './board.module.css';

/** As many as there are records. */
const shownRounds = 5;

/** The last rounds and how their votes were divided. */
export function LastRounds({ className = '' }: { className?: string }) {
  const { texts, format } = useLanguage();
  const rounds = useShow((state) => state.recentRounds);
  return (
    <section className={className} aria-labelledby="recent">
      <h2 id="recent" className={styles.heading}>
        {texts.recent.title}
      </h2>
      {rounds.length === 0 && <p className={styles.empty}>{texts.recent.empty}</p>}
      <ol className={styles.board}>
        {rounds.slice(0, shownRounds).map((round) => (
          <li key={round.roundId} className={styles.row}>
            <span className={styles.movie} dir="auto">
              {round.title}
            </span>
            <span className={styles.shares}>
              <VoteShareBar counts={countsOf(round)} />
            </span>
            <span className={styles.votes}>
              <span aria-hidden="true">{format.compact(totalOf(countsOf(round)))}</span>
              <span className="visually-hidden">{format.count(texts.votes.votes, totalOf(countsOf(round)))}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
