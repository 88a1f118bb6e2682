'use client';

import { useRef } from 'react';
import { fill } from '../../languages/texts';
import { ConnectionPill } from '../layout/connection-pill';
import { Wordmark } from '../layout/wordmark';
import { useLanguage } from '../language/language-context';
import { usePhase, useShow, useSpokenPhase } from '../show/show-context';
import { PosterTransition } from '../now-playing/poster-transition';
import { MovieTitle } from './movie-title';
import { JoinCode } from './join-code';
import { LastRounds } from './last-rounds';
import { VoteBoard } from './vote-board';
import styles from './stage.module.css';
import { Reactions } from '../reactions/reactions';
import { Records } from './records';
import { LatestMessages } from './latest-messages';
import { useWakeLock } from './use-wake-lock';
import { useIdleCursor } from './use-idle-cursor';

interface ProjectorProps {
  /** Where the room votes, if not at this app's own address. */
  join: string | null;
}

/** The first screen: for a room to look at, and for nobody to touch. */
export function Stage({ join }: ProjectorProps) {
  const wall = useRef<HTMLDivElement>(null);
  useWakeLock();
  useIdleCursor(wall);
  const { texts } = useLanguage();
  const round = useShow((state) => state.round);
  const phase = usePhase();
  const spoken = useSpokenPhase(phase);
  const movie = round?.movie ?? null;

  return (
    <div ref={wall} className={styles.wall} data-phase={phase}>
      <PosterTransition kind="glow" movie={movie} />
      <header className={styles.header}>
        <Wordmark />
        <p className={styles.eyebrow}>{texts.stage[spoken]}</p>
        <ConnectionPill />
      </header>
      <main className={styles.main}>
        <section
          className={styles.stage}
          aria-label={texts.stage.label}
          data-round-id={round?.roundId}
          data-phase={phase}
        >
          <div className={styles.screen}>
            <PosterTransition kind="poster" movie={movie} nextPoster={round?.nextPoster} />
          </div>
          <MovieTitle className={styles.film} movie={movie} phase={spoken} />
          <VoteBoard className={styles.marquee} phase={spoken} />
          <Reactions className={styles.reactions} />
          <p className="visually-hidden" aria-live="polite">
            {phase === 'open' && movie ? fill(texts.stage.nowShowing, { film: movie.title }) : ''}
          </p>
        </section>
        <Records className={styles.records} />
        <LastRounds className={styles.recent} />
        <JoinCode className={styles.join} address={join} />
        <LatestMessages className={styles.ticker} />
      </main>
    </div>
  );
}
