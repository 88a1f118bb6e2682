'use client';

import type { Texts } from '../../languages/texts';
import type { Movie } from '../../live/backend';
import type { Phase } from '../../live/phase';
import type { Connection } from '../../live/show-reducer';
import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import { Countdown } from '../now-playing/countdown';
import { MovieTransition } from '../now-playing/movie-transition';
import { pausedText, waitingTitle } from '../now-playing/waiting-text';
import styles from './movie-title.module.css';

interface MovieTitleProps {
  className?: string;
  movie: Movie | null;
  /** The phase for texts. */
  phase: Phase;
}

export function MovieTitle({ className = '', movie, phase }: MovieTitleProps) {
  const { texts } = useLanguage();
  const connection = useShow((state) => state.connection);
  return (
    <div className={`${styles.title} ${className}`}>
      <MovieTransition className={styles.text} movie={movie}>
        {(shown, isCurrent) => (
          <>
            <h1 className={styles.name} data-size={sizeOf(shown?.title ?? '')}>
              <bdi>{shown?.title ?? waitingTitle(connection, texts)}</bdi>
            </h1>
            <p className={styles.year}>
              {shown && <time dateTime={shown.releaseDate}>{shown.releaseDate.slice(0, 4)}</time>}
              {isCurrent && <span>{hint(phase, connection, texts)}</span>}
            </p>
          </>
        )}
      </MovieTransition>
      {movie && <Countdown phase={phase} />}
    </div>
  );
}

/** Short titles are larger. */
function sizeOf(title: string): 'large' | 'medium' | 'small' | 'tiny' {
  if (title.length <= 11) return 'large';
  if (title.length <= 26) return 'medium';
  return title.length <= 36 ? 'small' : 'tiny';
}

function hint(phase: Phase, connection: Connection, texts: Texts): string {
  if (phase === 'waiting') return texts.nowPlaying.beginsByItself;
  return phase === 'paused' ? ` ${pausedText(connection, texts)}` : '';
}
