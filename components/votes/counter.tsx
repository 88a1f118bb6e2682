'use client';

import { useEffect, useRef, useState } from 'react';
import { prefersReducedMotion } from '../theme/motion';
import styles from './counter.module.css';

interface CounterProps {
  text: string;
  title: string;
  testId: string;
}

/**
 * A number whose digits roll when it changes. Its text is the new number at once; the old digits are generated content
 * beside it.
 */
export function Counter({ text, title, testId }: CounterProps) {
  const [shown, setShown] = useState({ text, before: '' });
  if (shown.text !== text) setShown({ text, before: shown.text });
  const number = useRef<HTMLSpanElement>(null);

  // Without motion, a change still has to be noticeable.
  useEffect(() => {
    if (shown.before && prefersReducedMotion())
      number.current?.animate({ opacity: [0.4, 1] }, { duration: 500, easing: 'ease-out' });
  }, [shown]);

  // Digits are written from left to right in every language.
  const areDigits = /^\d+$/.test(text);
  return (
    <span
      ref={number}
      className={styles.counter}
      dir={areDigits ? 'ltr' : undefined}
      title={title}
      data-testid={testId}
    >
      {areDigits ? digitsOf(text, shown.before) : text}
    </span>
  );
}

/**
 * Positions are counted from the right: digits that stay the same do not roll. In a longer number, all are new: digits that
 * move count as a layout shift.
 */
function digitsOf(text: string, before: string) {
  return Array.from(text).map((digit, index) => {
    const place = text.length - index;
    const old = before.at(-place);
    return (
      <span
        key={`${text.length} ${place} ${digit}`}
        className={styles.digit}
        data-before={before && old !== digit ? (old ?? '') : undefined}
      >
        {digit}
      </span>
    );
  });
}
