'use client';

import { useEffect, useRef } from 'react';
import { Button } from './button';
import { useHostTexts } from './host-texts';
import styles from './toasts.module.css';

export interface Toast {
  id: number;
  text: string;
  isError?: boolean;
  undo?: () => void;
}

/** Long enough to read it and to reach the button in the dark: https://www.w3.org/TR/WCAG22/#timing-adjustable */
const shownMs = 10_000;

interface ToastsProps {
  toasts: readonly Toast[];
  onEnd: (id: number) => void;
}

/** What this host has done, with a button that undoes it. */
export function Toasts({ toasts, onEnd }: ToastsProps) {
  return (
    <div className={styles.toasts} role="status">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} onEnd={onEnd} />
      ))}
    </div>
  );
}

function ToastLine({ toast: { id, text, isError, undo }, onEnd }: { toast: Toast; onEnd: (id: number) => void }) {
  const { feedback } = useHostTexts();
  const line = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const plan = () => {
      // Not while the host is about to press its button.
      timer = setTimeout(() => (line.current?.matches(':hover, :focus-within') ? plan() : onEnd(id)), shownMs);
    };
    plan();
    return () => clearTimeout(timer);
  }, [id, onEnd]);

  return (
    <div ref={line} className={styles.toast} data-error={isError || undefined}>
      <p>{text}</p>
      {undo && (
        <Button
          look="plain"
          onClick={() => {
            undo();
            onEnd(id);
          }}
        >
          {feedback.undo}
        </Button>
      )}
      <Button look="plain" aria-label={feedback.dismiss} onClick={() => onEnd(id)}>
        <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
          <path d="m6 6 12 12M18 6 6 18" />
        </svg>
      </Button>
    </div>
  );
}
