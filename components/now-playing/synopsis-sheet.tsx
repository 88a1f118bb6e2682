'use client';

import { useEffect, useId, useRef, useState } from 'react';
import { fill } from '../../languages/texts';
import type { Movie } from '../../live/backend';
import { useLanguage } from '../language/language-context';
import styles from './synopsis-sheet.module.css';

/**
 * A film's whole synopsis, which the stage has no room for. Who reads it may take longer than the film is on: the
 * sheet stays with its film until it is closed, and says so when the next one has begun.
 */
export function SynopsisSheet({ movie }: { movie: Movie }) {
  const { texts, format } = useLanguage();
  const [read, setRead] = useState<Movie | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();

  useEffect(() => {
    const { current } = dialog;
    if (read === null || current === null) return;
    // The keys that vote are for what one sees.
    const keep = (event: KeyboardEvent) => event.stopPropagation();
    current.addEventListener('keydown', keep);
    if (!current.open) current.showModal();
    return () => current.removeEventListener('keydown', keep);
  }, [read]);

  const close = () => dialog.current?.close();
  return (
    <>
      <button
        type="button"
        className={styles.more}
        aria-haspopup="dialog"
        aria-label={fill(texts.film.moreAbout, { film: movie.title })}
        onClick={() => setRead(movie)}
      >
        <span>{texts.film.more}</span>
      </button>
      {read && (
        // A click on the backdrop closes the sheet; the browser does the same for the Escape key.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
        <dialog
          ref={dialog}
          className={styles.sheet}
          aria-labelledby={title}
          onClose={() => setRead(null)}
          onClick={(event) => event.target === dialog.current && close()}
        >
          <div className={styles.page}>
            <p className={styles.eyebrow}>{read.id === movie.id ? texts.stage.open : texts.recent.title}</p>
            <h2 id={title} className={styles.title}>
              <bdi>{read.title}</bdi>
            </h2>
            <p className={styles.date}>
              <time dateTime={read.releaseDate}>{format.date(read.releaseDate)}</time>
            </p>
            <p className={styles.synopsis}>
              <bdi>{read.synopsis}</bdi>
            </p>
            <button type="button" className={styles.close} onClick={close}>
              {texts.film.close}
            </button>
          </div>
        </dialog>
      )}
    </>
  );
}
