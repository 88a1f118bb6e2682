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
 * A number whose digits roll like those of a box office. It is the new one at once, for whoever reads or tests it;
 * what it was is drawn beside it while it moves, and is no text.
 */
export function Counter({ text, title, testId }: CounterProps) {
  const [shown, setShown] = useState({ text, before: '' });
  if (shown.text !== text) setShown({ text, before: shown.text });
  const number = useRef<HTMLSpanElement>(null);

  // Without motion, a change is still to be noticed.
  useEffect(() => {
    if (shown.before && prefersReducedMotion())
      number.current?.animate({ opacity: [0.4, 1] }, { duration: 500, easing: 'ease-out' });
  }, [shown]);

  // Digits alone stand from left to right in every language, and in columns of one width.
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

/** Places are counted from the right: those that stay the same do not move. */
function digitsOf(text: string, before: string) {
  return Array.from(text).map((digit, index) => {
    const place = text.length - index;
    const old = before.at(-place);
    return (
      <span
        key={`${place} ${digit}`}
        className={styles.digit}
        data-before={before && old !== digit ? (old ?? '') : undefined}
      >
        {digit}
      </span>
    );
  });
}
