'use client';

import type { CSSProperties } from 'react';
import { useLanguage } from '../language/language-context';
import { keepFocus } from './keep-focus';
import styles from './send-button.module.css';

interface SendButtonProps {
  isDisabled: boolean;
  /** When the next message may be sent, which a ring shows; null if it may be sent at once. */
  waitsUntil: number | null;
  /** How long that takes, in milliseconds. */
  waitMs: number;
}

export function SendButton({ isDisabled, waitsUntil, waitMs }: SendButtonProps) {
  const { texts } = useLanguage();
  return (
    <button
      type="submit"
      className={styles.send}
      aria-label={texts.chat.send}
      aria-disabled={isDisabled}
      onMouseDown={keepFocus}
      data-waiting={waitsUntil !== null || undefined}
    >
      <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
        <path d="M3.5 4.2c0-.8.8-1.3 1.5-1L21 10.9c.8.4.8 1.7 0 2.1L5 20.8c-.7.3-1.5-.2-1.5-1l.8-6.3 9.2-1.5-9.2-1.5z" />
      </svg>
      {waitsUntil !== null && (
        <span key={waitsUntil} className={styles.ring} style={{ '--wait': `${waitMs}ms` } as CSSProperties}>
          <span />
          <span />
        </span>
      )}
    </button>
  );
}
