'use client';

import { useState, type ReactNode } from 'react';
import type { Movie } from '../../live/backend';
import styles from './movie-transition.module.css';

interface MovieTransitionProps {
  className?: string;
  movie: Movie | null;
  /** Renders a movie. @param isCurrent whether it is the one that is showing */
  children: (movie: Movie | null, isCurrent: boolean) => ReactNode;
}

/** Fades the text of the old movie out before that of the new one fades in. */
export function MovieTransition({ className = '', movie, children }: MovieTransitionProps) {
  const [first] = useState(movie);
  const [movies, setMovies] = useState<{ now: Movie | null; before: Movie | null }>({ now: movie, before: null });
  if (movies.now?.id !== movie?.id) setMovies({ now: movie, before: movies.now });

  const removeOld = () => setMovies(({ now }) => ({ now, before: null }));
  return (
    <div className={`${styles.transition} ${className}`}>
      {/* The first movie of a page is not animated. */}
      <div key={movie?.id ?? ''} className={styles.movie} data-coming={movie?.id !== first?.id || undefined}>
        {children(movie, true)}
      </div>
      {movies.before && movies.before.id !== movie?.id && (
        <div
          key={movies.before.id}
          className={styles.movie}
          data-leaving
          aria-hidden="true"
          inert
          onAnimationEnd={removeOld}
        >
          {children(movies.before, false)}
        </div>
      )}
    </div>
  );
}
