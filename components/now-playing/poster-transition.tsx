'use client';

import { useEffect, useState } from 'react';
import { fill } from '../../languages/texts';
import type { Movie } from '../../live/backend';
import { useLanguage } from '../language/language-context';
import styles from './poster-transition.module.css';

/** A poster that does not arrive within this time no longer holds the change of film. */
const patienceMs = 1500;

interface PosterReelProps {
  /** The poster itself, or its light on the walls of the house. */
  kind: 'poster' | 'glow';
  movie: Movie | null;
  nextPoster?: string;
}

/** Changes posters like reels: the new one is laid over the old when it is ready, never a gap in between. */
export function PosterTransition({ kind, movie, nextPoster }: PosterReelProps) {
  const [first] = useState(movie);
  const [reel, setReel] = useState<{ now: Movie | null; before: Movie | null }>({ now: movie, before: null });

  useEffect(() => {
    let isCurrent = true;
    void ready(movie?.poster).then(() => {
      if (isCurrent)
        setReel(({ now }) => (now?.id === movie?.id ? { now: movie, before: null } : { now: movie, before: now }));
    });
    return () => {
      isCurrent = false;
    };
  }, [movie]);

  useEffect(() => {
    void ready(nextPoster);
  }, [nextPoster]);

  const { texts } = useLanguage();
  const frames = [reel.before, reel.now].filter((frame) => frame !== null);
  return (
    <div className={styles[kind]} aria-hidden={kind === 'glow' || undefined}>
      {/* Another card for each film: words that change places in one would count as moving. */}
      {kind === 'poster' && <TitleCard key={movie?.id} title={movie?.title ?? 'Matinee'} />}
      {frames.map((frame) => (
        <Poster
          key={frame.poster}
          src={frame.poster}
          alt={kind === 'poster' && frame === reel.now ? fill(texts.stage.posterOf, { film: frame.title }) : ''}
          // What the page came with is simply there.
          isFading={frame.id !== first?.id}
        />
      ))}
    </div>
  );
}

interface PosterProps {
  src: string;
  alt: string;
  isFading: boolean;
}

function Poster({ src, alt, isFading }: PosterProps) {
  const [isMissing, setMissing] = useState(false);
  if (isMissing) return null;
  // Posters are small drawings, or come in the right size from TMDB: nothing for next/image to do.
  return (
    // eslint-disable-next-line @next/next/no-img-element
    <img
      className={styles.frame}
      data-fading={isFading || undefined}
      src={src}
      alt={alt}
      // The first is the largest thing on the page: it is painted as soon as it is there.
      decoding={isFading ? 'async' : 'sync'}
      fetchPriority={isFading ? undefined : 'high'}
      draggable={false}
      onError={() => setMissing(true)}
    />
  );
}

/** What stands where there is no poster, or not yet. */
function TitleCard({ title }: { title: string }) {
  return (
    <div className={styles.card} aria-hidden="true">
      <span>{title}</span>
    </div>
  );
}

/** Resolves when an image can be painted at once, or will not be. */
async function ready(src: string | undefined): Promise<void> {
  if (src === undefined) return;
  const image = new Image();
  image.src = src;
  const decoded = image.decode().catch(() => undefined);
  await Promise.race([decoded, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
}
