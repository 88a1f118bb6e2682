'use client';

import { fill } from '../../languages/texts';
import { useLanguage } from '../language/language-context';
import { lazyComponent } from '../recovery/lazy-component';
import { Part } from '../recovery/part';
import { usePhase, useShow, useDisplayedPhase } from '../show/show-context';
import { Votes } from '../votes/votes';
import { Countdown } from './countdown';
import { MovieTransition } from './movie-transition';
import { SynopsisSheet } from './synopsis-sheet';
import { PosterTransition } from './poster-transition';
import styles from './now-playing.module.css';
import { pausedText, waitingTitle } from './waiting-text';

/** Not in the first load: no record is broken before the page is live. */
const Celebration = lazyComponent(() => import('../celebration/celebration').then((module) => module.Celebration));

export function NowPlaying({ className = '' }: { className?: string }) {
  const { texts, format } = useLanguage();
  const round = useShow((state) => state.round);
  const connection = useShow((state) => state.connection);
  const phase = usePhase();
  const displayedPhase = useDisplayedPhase(phase);
  const movie = round?.movie ?? null;

  return (
    <section
      className={`${styles.nowPlaying} ${className}`}
      aria-label={texts.nowPlaying.label}
      data-round-id={round?.roundId}
      data-phase={phase}
    >
      <Part isOptional>
        <PosterTransition kind="glow" movie={movie} />
      </Part>
      <div className={styles.poster}>
        <Part isOptional>
          <PosterTransition kind="poster" movie={movie} nextPoster={round?.nextPoster} />
        </Part>
        <Part isOptional>
          <Celebration />
        </Part>
      </div>
      <div className={styles.details}>
        <p className={styles.eyebrow}>{texts.nowPlaying[displayedPhase]}</p>
        <div className={styles.words}>
          <MovieTransition className={styles.movie} movie={movie}>
            {(shown, isCurrent) => (
              <>
                <h1 className={styles.title}>
                  <bdi>{shown?.title ?? waitingTitle(connection, texts)}</bdi>
                </h1>
                {shown && (
                  <p className={styles.date}>
                    <time dateTime={shown.releaseDate}>{format.date(shown.releaseDate)}</time>
                  </p>
                )}
                <p className={styles.synopsis}>
                  <bdi>
                    {isCurrent && phase === 'paused'
                      ? pausedText(connection, texts)
                      : (shown?.synopsis ?? texts.nowPlaying.beginsByItself)}
                  </bdi>
                </p>
              </>
            )}
          </MovieTransition>
          <Part isOptional>{movie && <SynopsisSheet movie={movie} />}</Part>
        </div>
        <Part isOptional>{movie && <Countdown phase={displayedPhase} />}</Part>
      </div>
      <Part>
        <Votes className={styles.votes} phase={phase} displayedPhase={displayedPhase} />
      </Part>
      <p className="visually-hidden" aria-live="polite">
        {phase === 'open' && movie ? fill(texts.nowPlaying.nowShowing, { movie: movie.title }) : ''}
      </p>
    </section>
  );
}
