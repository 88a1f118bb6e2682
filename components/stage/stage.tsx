'use client';

import { useRef } from 'react';
import { ConnectionPill } from '../layout/connection-pill';
import { Wordmark } from '../layout/wordmark';
import { useLanguage } from '../language/language-context';
import { usePhase, useShow, useShowStatus } from '../show/show-context';
import { Part } from '../recovery/part';
import { PosterTransition } from '../now-playing/poster-transition';
import { eyebrowText } from '../now-playing/eyebrow-text';
import { spokenText } from '../now-playing/status-text';
import { lazyComponent } from '../recovery/lazy-component';
import { MovieTitle } from './movie-title';
import { JoinCode } from './join-code';
import { LastRounds } from './last-rounds';
import { VoteBoard } from './vote-board';
import styles from './stage.module.css';
import { Reactions } from '../reactions/reactions';
import { Records } from './records';
import { Sunrise } from './sunrise';
import { LatestMessages } from './latest-messages';
import { Lobby } from './lobby';
import { useWakeLock } from './use-wake-lock';
import { useIdleCursor } from './use-idle-cursor';

/** Not in the first load: what appears only with a result. */
const Celebration = lazyComponent(() => import('../celebration/celebration').then((module) => module.Celebration));
const ResultBoard = lazyComponent(() => import('./result-board').then((module) => module.ResultBoard));

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
  const status = useShowStatus(phase);
  const movie = round?.movie ?? null;

  return (
    <div ref={root} className={styles.stage} data-phase={phase} data-lobby={movie === null || undefined}>
      <Part isOptional>
        <PosterTransition kind="glow" movie={movie} />
      </Part>
      {movie === null && <Sunrise />}
      <header className={styles.header}>
        <Wordmark />
        {movie && <p className={styles.eyebrow}>{eyebrowText(status, texts)}</p>}
        <Part isOptional>
          <ConnectionPill />
        </Part>
      </header>
      {movie === null ? (
        <Part>
          <Lobby className={styles.lobby} status={status} join={join} />
        </Part>
      ) : (
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
              <Part isOptional>
                <Celebration />
              </Part>
            </div>
            <Part>
              <MovieTitle className={styles.movie} movie={movie} status={status} />
            </Part>
            <Part>
              <VoteBoard className={styles.votes} status={status} />
            </Part>
            <Part isOptional>
              <Reactions className={styles.reactions} />
            </Part>
            <Part isOptional>
              <ResultBoard className={styles.result} status={status} />
            </Part>
            <p className="visually-hidden" aria-live="polite">
              {spokenText(phase, movie, texts)}
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
      )}
    </div>
  );
}
