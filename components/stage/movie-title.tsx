'use client';

import type { Movie } from '../../live/backend';
import type { ShowStatus } from '../../live/show-status';
import { fittedText } from '../fitted-text/fitted-text';
import { Countdown } from '../now-playing/countdown';
import { MovieTransition } from '../now-playing/movie-transition';
import styles from './movie-title.module.css';

interface MovieTitleProps {
  className?: string;
  movie: Movie;
  status: ShowStatus;
}

export function MovieTitle({ className = '', movie, status }: MovieTitleProps) {
  return (
    <div className={`${styles.title} ${className}`}>
      <MovieTransition className={styles.text} movie={movie}>
        {(shown) => {
          const { className: fitted, ...size } = fittedText(shown?.title ?? '');
          return (
            <>
              <h1 className={`${fitted} ${styles.name}`} {...size}>
                <bdi>{shown?.title}</bdi>
              </h1>
              <p className={styles.year}>
                {shown && <time dateTime={shown.releaseDate}>{shown.releaseDate.slice(0, 4)}</time>}
              </p>
            </>
          );
        }}
      </MovieTransition>
      {!status.startsWith('paused') && <Countdown status={status} />}
    </div>
  );
}
