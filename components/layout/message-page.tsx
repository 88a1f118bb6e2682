import type { ReactNode } from 'react';
import styles from './message-page.module.css';
import { Wordmark } from './wordmark';

interface MessagePageProps {
  title: string;
  /** Whether screen readers read it at once. */
  isAlert?: boolean;
  children: ReactNode;
}

/** A page with a message in place of the show. */
export function MessagePage({ title, isAlert = false, children }: MessagePageProps) {
  return (
    <main className={styles.page} role={isAlert ? 'alert' : undefined}>
      <div className={styles.sunset} aria-hidden="true" />
      <Wordmark />
      <h1>{title}</h1>
      {children}
    </main>
  );
}
