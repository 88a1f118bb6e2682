'use client';

import { useEffect, useId, useRef, useState } from 'react';
import { fill } from '../../languages/texts';
import type { Movie } from '../../live/backend';
import { useLanguage } from '../language/language-context';
import styles from './synopsis-sheet.module.css';

/**
 * The whole synopsis of a movie. A reader may take longer than the round: the sheet keeps its movie until it is closed,
 * and its heading changes when the next round starts.
 */
export function SynopsisSheet({ movie }: { movie: Movie }) {
  const { texts, format } = useLanguage();
  const [opened, setOpened] = useState<Movie | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();

  useEffect(() => {
    const { current } = dialog;
    if (opened === null || current === null) return;
    // The keys 1 to 5 do not vote while the sheet covers the votes.
    const stopKey = (event: KeyboardEvent) => event.stopPropagation();
    current.addEventListener('keydown', stopKey);
    if (!current.open) current.showModal();
    return () => current.removeEventListener('keydown', stopKey);
  }, [opened]);

  const close = () => dialog.current?.close();
  return (
    <>
      <button
        type="button"
        className={styles.more}
        aria-haspopup="dialog"
        aria-label={fill(texts.synopsis.moreAbout, { movie: movie.title })}
        onClick={() => setOpened(movie)}
      >
        {/* A new label for each movie: one that moves counts as a layout shift. */}
        <span key={movie.id}>{texts.synopsis.more}</span>
      </button>
      {opened && (
        // A click on the backdrop closes the sheet; the browser does the same for the Escape key.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
        <dialog
          ref={dialog}
          className={styles.sheet}
          aria-labelledby={title}
          onClose={() => setOpened(null)}
          onClick={(event) => event.target === dialog.current && close()}
        >
          <div className={styles.page}>
            <p className={styles.eyebrow}>{opened.id === movie.id ? texts.nowPlaying.open : texts.recent.title}</p>
            <h2 id={title} className={styles.title}>
              <bdi>{opened.title}</bdi>
            </h2>
            <p className={styles.date}>
              <time dateTime={opened.releaseDate}>{format.date(opened.releaseDate)}</time>
            </p>
            <p className={styles.synopsis}>
              <bdi>{opened.synopsis}</bdi>
            </p>
            <button type="button" className={styles.close} onClick={close}>
              {texts.synopsis.close}
            </button>
          </div>
        </dialog>
      )}
    </>
  );
}
