'use client';

import { memo } from 'react';
import { fill } from '../../languages/texts';
import type { Message } from '../../live/backend';
import { markOf } from '../../live/sender-mark';
import { useLanguage } from '../language/language-context';
import styles from './message-line.module.css';

interface MessageLineProps {
  message: Message;
  isOwn: boolean;
  /** Whether the button that hides the sender is visible without hover. */
  isOpen: boolean;
  /** Whether the Tab key reaches that button. */
  isTabStop: boolean;
}

/** One message. Its text has its own writing direction and is never rendered as a link or markup. */
export const MessageLine = memo(function MessageLine({ message, isOwn, isOpen, isTabStop }: MessageLineProps) {
  const { texts } = useLanguage();
  const { id, nickname, text, sender } = message;
  const { color, tag } = markOf(sender);
  return (
    <li data-id={id} className={styles.line} data-own={isOwn || undefined} data-open={isOpen || undefined}>
      <div className={styles.bubble}>
        <span className={styles.name} style={{ color: `var(--amplify-colors-name-${color})` }}>
          <bdi>{nickname}</bdi>
          {isOwn ? (
            <span className={styles.you}>{` ${texts.chat.you}`}</span>
          ) : (
            <span className={styles.tag} dir="ltr">
              {tag}
            </span>
          )}
        </span>
        <span className={styles.text} dir="auto">
          {text}
        </span>
      </div>
      {!isOwn && (
        <button
          type="button"
          className={styles.hide}
          data-hide={sender}
          tabIndex={isTabStop ? 0 : -1}
          aria-label={fill(texts.chat.hideNamed, { name: `${nickname} ${tag}` })}
          title={texts.chat.hide}
        >
          <svg
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.8"
            strokeLinecap="round"
            aria-hidden="true"
          >
            <path d="M4 4l16 16M9.9 5.3A9.6 9.6 0 0 1 12 5c5 0 8.4 4 9.5 7a12 12 0 0 1-2.6 3.9M6.3 7.2A12.4 12.4 0 0 0 2.5 12c1.1 3 4.5 7 9.5 7a9.7 9.7 0 0 0 4.3-1M10 10.1a2.8 2.8 0 0 0 3.9 3.9" />
          </svg>
          <span aria-hidden="true">{texts.chat.hide}</span>
        </button>
      )}
    </li>
  );
});
