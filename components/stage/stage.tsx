'use client';

import dynamic from 'next/dynamic';
import { fill } from '../../languages/texts';
import { useLanguage } from '../language/language-context';
import { usePhase, useShow, useSpokenPhase } from '../show/show-context';
import { Votes } from '../votes/votes';
import { Countdown } from './countdown';
import { FilmChange } from './film-change';
import { FilmSheet } from './film-sheet';
import { PosterReel } from './poster-reel';
import styles from './stage.module.css';
import { pausedText, waitingTitle } from './waiting-words';

/** No record falls before the page is live. */
const Celebration = dynamic(() => import('../celebration/celebration').then((module) => module.Celebration), {
  ssr: false,
});

export function Stage({ className = '' }: { className?: string }) {
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
      <PosterReel kind="glow" movie={movie} />
      <div className={styles.screen}>
        <PosterReel kind="poster" movie={movie} nextPoster={round?.nextPoster} />
        <Celebration />
      </div>
      <div className={styles.programme}>
        <p className={styles.eyebrow}>{texts.stage[spoken]}</p>
        <div className={styles.words}>
          <FilmChange className={styles.film} movie={movie}>
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
          </FilmChange>
          {movie && <FilmSheet movie={movie} />}
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
