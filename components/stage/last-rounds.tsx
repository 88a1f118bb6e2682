'use client';

import type { RoundResult } from '../../live/backend';
import { countsOf, totalOf } from '../../live/counts';
import { verdictOf } from '../../live/round-result';
import { useLanguage } from '../language/language-context';
import { RoundVerdict } from '../result/round-verdict';
import { useShow } from '../show/show-context';
import { VoteShareBar } from '../votes/vote-share-bar';
import { BoardTitle } from './board-title';
import styles from './board.module.css';

/** As many as there are records. */
const shownRounds = 5;

/** The last rounds, and what the people thought. */
export function LastRounds({ className = '' }: { className?: string }) {
  const { texts } = useLanguage();
  const rounds = useShow((state) => state.recentRounds);
  return (
    <section className={className} aria-labelledby="recent">
      <h2 id="recent" className={styles.heading}>
        {texts.recent.title}
      </h2>
      {rounds.length === 0 && <p className={styles.empty}>{texts.recent.empty}</p>}
      <ol className={styles.board}>
        {rounds.slice(0, shownRounds).map((round) => (
          <LastRound key={round.roundId} round={round} />
        ))}
      </ol>
    </section>
  );
}

function LastRound({ round }: { round: RoundResult }) {
  const { texts, format } = useLanguage();
  const counts = countsOf(round);
  const verdict = round.favourites && verdictOf(round.favourites);
  return (
    <li className={styles.row}>
      <span className={styles.movie}>
        <BoardTitle title={round.title} />
      </span>
      <span className={styles.shares}>
        <VoteShareBar counts={verdict && round.favourites ? round.favourites : counts} />
      </span>
      <span className={styles.votes}>
        {verdict ? (
          <RoundVerdict verdict={verdict} />
        ) : (
          <span aria-hidden="true">{format.compact(totalOf(counts), 1000)}</span>
        )}
        <span className="visually-hidden">{` ${format.count(texts.votes.votes, totalOf(counts))}`}</span>
      </span>
    </li>
  );
}
