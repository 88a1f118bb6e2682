'use client';

import { useRef } from 'react';
import { fill } from '../../languages/texts';
import { ConnectionPill } from '../layout/connection-pill';
import { Wordmark } from '../layout/wordmark';
import { useLanguage } from '../language/language-context';
import { usePhase, useShow, useDisplayedPhase } from '../show/show-context';
import { Part } from '../recovery/part';
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

interface StageProps {
  /** The address for voting; null for the address of this app. */
  join: string | null;
}

/** The page for a large screen in front of an audience. It takes no input. */
export function Stage({ join }: StageProps) {
  const root = useRef<HTMLDivElement>(null);
  useWakeLock();
  useIdleCursor(root);
  const { texts } = useLanguage();
  const round = useShow((state) => state.round);
  const phase = usePhase();
  const displayedPhase = useDisplayedPhase(phase);
  const movie = round?.movie ?? null;

  return (
    <div ref={root} className={styles.stage} data-phase={phase}>
      <Part isOptional>
        <PosterTransition kind="glow" movie={movie} />
      </Part>
      <header className={styles.header}>
        <Wordmark />
        <p className={styles.eyebrow}>{texts.nowPlaying[displayedPhase]}</p>
        <Part isOptional>
          <ConnectionPill />
        </Part>
      </header>
      <main className={styles.main}>
        <section
          className={styles.nowPlaying}
          aria-label={texts.nowPlaying.label}
          data-round-id={round?.roundId}
          data-phase={phase}
        >
          <div className={styles.poster}>
            <Part isOptional>
              <PosterTransition kind="poster" movie={movie} nextPoster={round?.nextPoster} />
            </Part>
          </div>
          <Part>
            <MovieTitle className={styles.movie} movie={movie} phase={displayedPhase} />
          </Part>
          <Part>
            <VoteBoard className={styles.votes} phase={displayedPhase} />
          </Part>
          <Part isOptional>
            <Reactions className={styles.reactions} />
          </Part>
          <p className="visually-hidden" aria-live="polite">
            {phase === 'open' && movie ? fill(texts.nowPlaying.nowShowing, { movie: movie.title }) : ''}
          </p>
        </section>
        <Part isOptional>
          <Records className={styles.records} />
        </Part>
        <Part isOptional>
          <LastRounds className={styles.recent} />
        </Part>
        <Part isOptional>
          <JoinCode className={styles.join} address={join} />
        </Part>
        <Part isOptional>
          <LatestMessages className={styles.messages} />
        </Part>
      </main>
    </div>
  );
}
