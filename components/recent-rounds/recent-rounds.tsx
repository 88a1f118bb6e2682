'use client';

import { fill } from '../../languages/texts';
import type { RoundResult } from '../../live/backend';
import { countsOf, totalOf } from '../../live/counts';
import { verdictOf } from '../../live/round-result';
import { useLanguage } from '../language/language-context';
import { PanelHeading } from '../layout/panel-heading';
import { useShow } from '../show/show-context';
import { CategoryIcon } from '../votes/category-icon';
import { VoteShareBar } from '../votes/vote-share-bar';
import styles from './recent-rounds.module.css';

/** The last rounds and how their votes are divided. */
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
  const votes = totalOf(counts);
  const [favourite] = verdictOf(counts)?.favourites ?? [];
  return (
    <li className={styles.result}>
      <span className={styles.poster}>
        {/* A small decoration next to the title. */}
        {/* eslint-disable-next-line @next/next/no-img-element */}
        <img src={round.poster} alt="" loading="lazy" decoding="async" />
      </span>
      <span className={styles.text}>
        <span className={styles.title} dir="auto">
          {round.title}
        </span>
        <VoteShareBar counts={counts} />
        <span className={styles.votes}>
          {favourite && (
            <span className={styles.favourite} data-category={favourite}>
              <CategoryIcon category={favourite} />
              <span className="visually-hidden">
                {`${fill(texts.recent.mostly, { category: texts.categories[favourite] })} `}
              </span>
            </span>
          )}
          <span>{format.count(texts.votes.votes, votes)}</span>
        </span>
      </span>
    </li>
  );
}
