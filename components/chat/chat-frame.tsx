import type { ReactNode } from 'react';
import styles from './chat-frame.module.css';

/** The room itself; it stands before its people come. */
export function ChatFrame({ children }: { children?: ReactNode }) {
  return (
    <section className={styles.frame} aria-labelledby="chat">
      <h2 id="chat">In the foyer</h2>
      {children}
    </section>
  );
}
