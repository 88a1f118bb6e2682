'use client';

import type { ReactNode } from 'react';
import { useLanguage } from '../language/language-context';
import { PanelHeading } from '../layout/panel-heading';
import styles from './chat-frame.module.css';

/** The section of the chat, which is rendered before the chat is loaded. */
export function ChatFrame({ children }: { children?: ReactNode }) {
  const { texts } = useLanguage();
  return (
    <section className={styles.frame} aria-labelledby="chat">
      <PanelHeading id="chat">{texts.chat.title}</PanelHeading>
      {children}
    </section>
  );
}
