'use client';

import { useState } from 'react';
import type { Phase } from '../../live/phase';
import type { Connection } from '../../live/show-reducer';
import { usePhase, useShow, useSpokenPhase } from '../show/show-context';
import { Votes } from '../votes/votes';
import { Countdown } from './countdown';
import { PosterReel } from './poster-reel';
import styles from './stage.module.css';

const eyebrows: Record<Phase, string> = {
  waiting: 'Doors open soon',
  open: 'Now showing',
  over: 'Round over',
  paused: 'Intermission',
};

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

export function Stage({ className = '' }: { className?: string }) {
  const round = useShow((state) => state.round);
  const connection = useShow((state) => state.connection);
  const phase = usePhase();
  const spoken = useSpokenPhase(phase);
  const movie = round?.movie ?? null;
  const [first] = useState(movie);

  return (
    <section
      className={`${styles.stage} ${className}`}
      aria-label="On the screen"
      data-round-id={round?.roundId}
      data-phase={phase}
    >
      <PosterReel kind="glow" movie={movie} />
      <div className={styles.screen}>
        <PosterReel kind="poster" movie={movie} nextPoster={round?.nextPoster} />
      </div>
      <div className={styles.programme}>
        <p className={styles.eyebrow}>{eyebrows[spoken]}</p>
        <div key={movie?.id} className={styles.film} data-fading={movie?.id !== first?.id || undefined}>
          <h1 className={styles.title}>{movie?.title ?? waitingTitle(connection)}</h1>
          {movie && (
            <p className={styles.date}>
              <time dateTime={movie.releaseDate}>{formatDate(movie.releaseDate)}</time>
            </p>
          )}
          <p className={styles.synopsis}>{phase === 'paused' ? pausedText(connection) : (movie?.synopsis ?? waitingText)}</p>
        </div>
        {movie && <Countdown phase={spoken} />}
      </div>
      <Votes className={styles.votes} phase={phase} spoken={spoken} />
      <p className="visually-hidden" aria-live="polite">
        {phase === 'open' && movie ? `Now showing: ${movie.title}` : ''}
      </p>
    </section>
  );
}

function pausedText(connection: Connection): string {
  if (connection === 'live') return 'The show pauses for a moment. The next film starts here by itself.';
  return 'The show plays on without this screen, which joins in again by itself.';
}

const waitingText = 'The show begins here by itself; there is no need to reload.';

function waitingTitle(connection: Connection): string {
  return connection === 'live' ? 'The projector is warming up' : 'Finding our seats';
}

/** TMDB knows some films by their year only, or not even that. */
function formatDate(releaseDate: string): string {
  const date = new Date(releaseDate);
  return Number.isNaN(date.getTime()) || releaseDate.length < 10 ? releaseDate : dates.format(date);
}
