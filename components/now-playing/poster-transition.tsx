'use client';

import { memo, useEffect, useState } from 'react';
import { fill } from '../../languages/texts';
import type { Movie } from '../../live/backend';
import { fittedText } from '../fitted-text/fitted-text';
import { useLanguage } from '../language/language-context';
import styles from './poster-transition.module.css';

/** The transition does not wait longer than this for a poster. */
const maxLoadMs = 1500;

interface PosterTransitionProps {
  /** The poster itself, or its blurred colors behind the page. */
  kind: 'poster' | 'glow';
  movie: Movie | null;
  nextPoster?: string;
}

/** Lays a new poster over the old one as soon as it is loaded, so that there is never a gap. */
export const PosterTransition = memo(function PosterTransition({ kind, movie, nextPoster }: PosterTransitionProps) {
  const [first] = useState(movie);
  const [posters, setPosters] = useState<{ now: Movie | null; before: Movie | null }>({ now: movie, before: null });

  useEffect(() => {
    let isCurrent = true;
    void loaded(movie?.poster).then(() => {
      if (isCurrent)
        setPosters(({ now }) => (now?.id === movie?.id ? { now: movie, before: null } : { now: movie, before: now }));
    });
    return () => {
      isCurrent = false;
    };
  }, [movie]);

  useEffect(() => {
    void loaded(nextPoster);
  }, [nextPoster]);

  const { texts } = useLanguage();
  const frames = [posters.before, posters.now].filter((frame) => frame !== null);
  return (
    <div className={styles[kind]} aria-hidden={kind === 'glow' || undefined}>
      {/* A new card for each movie: text that moves within one counts as a layout shift. */}
      {kind === 'poster' && <TitleCard key={movie?.id} title={movie?.title ?? 'Matinee'} />}
      {frames.map((frame) => (
        <Poster
          key={frame.poster}
          src={frame.poster}
          alt={
            kind === 'poster' && frame === posters.now ? fill(texts.nowPlaying.posterOf, { movie: frame.title }) : ''
          }
          // The first poster of a page is not animated.
          isFading={frame.id !== first?.id}
        />
      ))}
    </div>
  );
});

interface PosterProps {
  src: string;
  alt: string;
  isFading: boolean;
}

function Poster({ src, alt, isFading }: PosterProps) {
  const [isMissing, setMissing] = useState(false);
  if (isMissing) return null;
  // Posters are small drawings, or come from TMDB in the right size, so next/image has no benefit.
  return (
    // eslint-disable-next-line @next/next/no-img-element
    <img
      className={styles.frame}
      data-fading={isFading || undefined}
      src={src}
      alt={alt}
      // The first poster is the largest contentful paint.
      decoding={isFading ? 'async' : 'sync'}
      fetchPriority={isFading ? undefined : 'high'}
      draggable={false}
      onError={() => setMissing(true)}
    />
  );
}

/** Shown while there is no poster. */
function TitleCard({ title }: { title: string }) {
  const { className: fitted, ...size } = fittedText(title);
  return (
    <div className={styles.card} aria-hidden="true">
      <div className={styles.cardFrame}>
        <span className={`${fitted} ${styles.cardTitle}`} {...size}>
          {title}
        </span>
      </div>
    </div>
  );
}

/** Resolves when an image can be painted, has failed to load or takes too long. */
async function loaded(src: string | undefined): Promise<void> {
  if (src === undefined) return;
  const image = new Image();
  image.src = src;
  const decoded = image.decode().catch(() => undefined);
  await Promise.race([decoded, new Promise((resolve) => setTimeout(resolve, maxLoadMs))]);
}
