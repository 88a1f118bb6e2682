'use client';

import dynamic from 'next/dynamic';
import { fill } from '../../languages/texts';
import { useLanguage } from '../language/language-context';
import { usePhase, useShow, useSpokenPhase } from '../show/show-context';
import { Votes } from '../votes/votes';
import { Countdown } from './countdown';
import { MovieTransition } from './movie-transition';
import { SynopsisSheet } from './synopsis-sheet';
import { PosterTransition } from './poster-transition';
import styles from './now-playing.module.css';
import { pausedText, waitingTitle } from './waiting-text';

/** No record falls before the page is live. */
const Celebration = dynamic(() => import('../celebration/celebration').then((module) => module.Celebration), {
  ssr: false,
});

export function NowPlaying({ className = '' }: { className?: string }) {
  const { texts, format } = useLanguage();
  const round = useShow((state) => state.round);
  const connection = useShow((state) => state.connection);
  const phase = usePhase();
  const spoken = useSpokenPhase(phase);
  const movie = round?.movie ?? null;

  return (
    <section
      className={`${styles.stage} ${className}`}
      aria-label={texts.stage.label}
      data-round-id={round?.roundId}
      data-phase={phase}
    >
      <PosterTransition kind="glow" movie={movie} />
      <div className={styles.screen}>
        <PosterTransition kind="poster" movie={movie} nextPoster={round?.nextPoster} />
        <Celebration />
      </div>
      <div className={styles.programme}>
        <p className={styles.eyebrow}>{texts.stage[spoken]}</p>
        <div className={styles.words}>
          <MovieTransition className={styles.film} movie={movie}>
            {(film, isCurrent) => (
              <>
                <h1 className={styles.title}>
                  <bdi>{film?.title ?? waitingTitle(connection, texts)}</bdi>
                </h1>
                {film && (
                  <p className={styles.date}>
                    <time dateTime={film.releaseDate}>{format.date(film.releaseDate)}</time>
                  </p>
                )}
                <p className={styles.synopsis}>
                  <bdi>
                    {isCurrent && phase === 'paused'
                      ? pausedText(connection, texts)
                      : (film?.synopsis ?? texts.stage.beginsByItself)}
                  </bdi>
                </p>
              </>
            )}
          </MovieTransition>
          {movie && <SynopsisSheet movie={movie} />}
        </div>
        {movie && <Countdown phase={spoken} />}
      </div>
      <Votes className={styles.votes} phase={phase} spoken={spoken} />
      <p className="visually-hidden" aria-live="polite">
        {phase === 'open' && movie ? fill(texts.stage.nowShowing, { film: movie.title }) : ''}
      </p>
    </section>
  );
}
