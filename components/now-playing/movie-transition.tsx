'use client';

import { useState, type ReactNode } from 'react';
import type { Movie } from '../../live/backend';
import styles from './movie-transition.module.css';

interface FilmChangeProps {
  className?: string;
  movie: Movie | null;
  /** What is said of a film. @param isCurrent whether it is the film that is on */
  children: (movie: Movie | null, isCurrent: boolean) => ReactNode;
}

/** The old film's words leave before the new ones come, and never stand under each other. */
export function MovieTransition({ className = '', movie, children }: FilmChangeProps) {
  const [first] = useState(movie);
  const [films, setFilms] = useState<{ now: Movie | null; before: Movie | null }>({ now: movie, before: null });
  if (films.now?.id !== movie?.id) setFilms({ now: movie, before: films.now });

  const hasLeft = () => setFilms(({ now }) => ({ now, before: null }));
  return (
    <div className={`${styles.change} ${className}`}>
      {/* What the page came with is simply there. */}
      <div key={movie?.id ?? ''} className={styles.film} data-coming={movie?.id !== first?.id || undefined}>
        {children(movie, true)}
      </div>
      {films.before && films.before.id !== movie?.id && (
        <div
          key={films.before.id}
          className={styles.film}
          data-leaving
          aria-hidden="true"
          inert
          onAnimationEnd={hasLeft}
        >
          {children(films.before, false)}
        </div>
      )}
    </div>
  );
}
