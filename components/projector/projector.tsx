'use client';

import { useRef } from 'react';
import { fill } from '../../languages/texts';
import { ConnectionPill } from '../house/connection-pill';
import { Wordmark } from '../house/wordmark';
import { useLanguage } from '../language/language-context';
import { usePhase, useShow, useSpokenPhase } from '../show/show-context';
import { PosterReel } from '../stage/poster-reel';
import { FilmTitle } from './film-title';
import { Invitation } from './invitation';
import { LastRounds } from './last-rounds';
import { Marquee } from './marquee';
import styles from './projector.module.css';
import { Reactions } from '../reactions/reactions';
import { Records } from './records';
import { Ticker } from './ticker';
import { useAwakeScreen } from './use-awake-screen';
import { useRestingCursor } from './use-resting-cursor';

interface ProjectorProps {
  /** Where the room votes, if not at this app's own address. */
  join: string | null;
}

/** The first screen: for a room to look at, and for nobody to touch. */
export function Projector({ join }: ProjectorProps) {
  const wall = useRef<HTMLDivElement>(null);
  useAwakeScreen();
  useRestingCursor(wall);
  const { texts } = useLanguage();
  const round = useShow((state) => state.round);
  const phase = usePhase();
  const spoken = useSpokenPhase(phase);
  const movie = round?.movie ?? null;

  return (
    <div ref={wall} className={styles.wall} data-phase={phase}>
      <PosterReel kind="glow" movie={movie} />
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
            <PosterReel kind="poster" movie={movie} nextPoster={round?.nextPoster} />
          </div>
          <FilmTitle className={styles.film} movie={movie} phase={spoken} />
          <Marquee className={styles.marquee} phase={spoken} />
          <Reactions className={styles.reactions} />
          <p className="visually-hidden" aria-live="polite">
            {phase === 'open' && movie ? fill(texts.stage.nowShowing, { film: movie.title }) : ''}
          </p>
        </section>
        <Records className={styles.records} />
        <LastRounds className={styles.recent} />
        <Invitation className={styles.join} address={join} />
        <Ticker className={styles.ticker} />
      </main>
    </div>
  );
}
