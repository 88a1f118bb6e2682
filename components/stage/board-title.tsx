'use client';

import { fittedText } from '../fitted-text/fitted-text';
import { useLanguage } from '../language/language-context';
import styles from './board.module.css';

/** A title in a row of the stage, or that the record is still to be set. Its own element, since titles seldom change. */
export function BoardTitle({ title }: { title: string | undefined }) {
  const { texts } = useLanguage();
  const shown = title ?? texts.records.none;
  const { className: fitted, ...size } = fittedText(shown);
  return (
    <span className={`${fitted} ${styles.title}`} dir="auto" title={title} data-vacant={!title || undefined} {...size}>
      {shown}
    </span>
  );
}
