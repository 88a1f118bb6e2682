'use client';

import { useLayoutEffect, useRef } from 'react';
import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import { prefersReducedMotion } from '../theme/motion';
import styles from './latest-messages.module.css';

const shownMessages = 2;

/** The latest chat messages; each new one pushes the others up. */
export function LatestMessages({ className = '' }: { className?: string }) {
  const { texts } = useLanguage();
  const messages = useShow((state) => state.messages);
  const list = useRef<HTMLOListElement>(null);
  const last = messages.at(-1)?.id;

  useLayoutEffect(() => {
    if (last === undefined || prefersReducedMotion()) return;
    list.current?.animate(
      { transform: [`translateY(${100 / shownMessages}%)`, 'none'] },
      { duration: 450, easing: 'ease-out' },
    );
  }, [last]);

  return (
    <section className={`${styles.messages} ${className}`} aria-label={texts.stage.latestMessages}>
      {messages.length === 0 && <p className={styles.empty}>{texts.stage.noMessages}</p>}
      <div className={styles.log} role="log" aria-label={texts.chat.conversation}>
        <ol ref={list} className={styles.list}>
          {messages.slice(-shownMessages).map(({ id, nickname, text }) => (
            <li key={id} className={styles.line}>
              <span className={styles.name}>
                <bdi>{nickname}</bdi>
              </span>
              <span className={styles.text}>
                <bdi>{text}</bdi>
              </span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
