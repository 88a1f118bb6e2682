'use client';

import type { ReactNode } from 'react';
import { useLanguage } from '../language/language-context';
import styles from './chat-frame.module.css';

/** The room itself; it stands before its people come. */
export function ChatFrame({ children }: { children?: ReactNode }) {
  const { texts } = useLanguage();
  return (
    <section className={styles.frame} aria-labelledby="chat">
      <h2 id="chat">{texts.chat.title}</h2>
      {children}
    </section>
  );
}
