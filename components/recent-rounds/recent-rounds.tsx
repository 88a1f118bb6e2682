'use client';

import type { RoundResult } from '../../live/backend';
import { countsOf, totalOf } from '../../live/counts';
import { verdictOf } from '../../live/round-result';
import { lengthOf } from '../fitted-text/length-of';
import { useLanguage } from '../language/language-context';
import { PanelHeading } from '../layout/panel-heading';
import { RoundVerdict } from '../result/round-verdict';
import { useShow } from '../show/show-context';
import { VoteShareBar } from '../votes/vote-share-bar';
import styles from './recent-rounds.module.css';

/** The last rounds, what the people thought, and how many votes they cast. */
export function RecentRounds({ className = '' }: { className?: string }) {
  const { texts } = useLanguage();
  const rounds = useShow((state) => state.recentRounds);
  return (
    <section className={`${styles.recent} ${className}`} aria-labelledby="recent">
      <PanelHeading id="recent">{texts.recent.title}</PanelHeading>
      {rounds.length === 0 ? (
        <p className={styles.empty}>{texts.recent.empty}</p>
      ) : (
        <ol className={styles.list}>
          {rounds.map((round) => (
            <RecentRound key={round.roundId} round={round} />
          ))}
        </ol>
      )}
    </section>
  );
}

function RecentRound({ round }: { round: RoundResult }) {
  const { texts, format } = useLanguage();
  const counts = countsOf(round);
  const total = totalOf(counts);
  const verdict = round.favourites && verdictOf(round.favourites);
  return (
    <li className={styles.result}>
      <span className={styles.poster}>
        {/* A small decoration next to the title. */}
        {/* eslint-disable-next-line @next/next/no-img-element */}
        <img src={round.poster} alt="" loading="lazy" decoding="async" />
      </span>
      <span className={styles.text}>
        <span className={styles.title} dir="auto" title={round.title} data-length={lengthOf(round.title)}>
          {round.title}
        </span>
        <VoteShareBar counts={verdict && round.favourites ? round.favourites : counts} />
        <span className={styles.votes}>
          {verdict && <RoundVerdict verdict={verdict} />}
          <span>{format.count(texts.votes.votes, total, { count: format.compact(total) })}</span>
        </span>
      </span>
    </li>
  );
}
