'use client';

import { useState } from 'react';
import styles from './poster.module.css';

interface PosterProps {
  src: string | undefined;
  className?: string | undefined;
}

/** A poster beside its movie's title, so it has no text of its own. Without a picture, its place stays. */
export function Poster({ src, className = '' }: PosterProps) {
  const [failed, setFailed] = useState<string | null>(null);
  const isShown = src !== undefined && failed !== src;
  return (
    <span className={`${styles.poster} ${className}`} aria-hidden="true">
      {/* A small decoration next to the title. */}
      {/* eslint-disable-next-line @next/next/no-img-element */}
      {isShown && <img src={src} alt="" loading="lazy" onError={() => setFailed(src)} />}
    </span>
  );
}
