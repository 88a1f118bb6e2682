'use client';

import { useLayoutEffect, useRef } from 'react';
import { fill } from '../../languages/texts';
import { canReceiveMessages } from '../../live/connection';
import { fittedText } from '../fitted-text/fitted-text';
import { markOf } from '../../live/sender-mark';
import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import { prefersReducedMotion } from '../theme/motion';
import styles from './latest-messages.module.css';

const shownMessages = 2;

/** The latest chat messages; each new one pushes the others up. A large screen belongs to nobody and shows the first room. */
export function LatestMessages({ className = '' }: { className?: string }) {
  const { texts, format } = useLanguage();
  const chatRoom = useShow((state) => state.chatRoom);
  const messages = useShow((state) => state.messages);
  const canReceive = useShow((state) => canReceiveMessages(state.connection));
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
      {messages.length === 0 && canReceive && <p className={styles.empty}>{texts.stage.noMessages}</p>}
      <div className={styles.log} role="log" aria-label={texts.chat.conversation}>
        <ol ref={list} className={styles.list}>
          {messages.slice(-shownMessages).map(({ id, nickname, sender, text }) => (
            <li key={id} className={styles.line}>
              <span className={styles.name}>
                <bdi>{nickname}</bdi>
                <span className={styles.tag} dir="ltr">
                  {markOf(sender).tag}
                </span>
              </span>
              <MessageText text={text} />
            </li>
          ))}
        </ol>
      </div>
      {chatRoom && chatRoom.rooms > 1 && (
        <p className={styles.room}>
          {fill(texts.chat.room, { room: format.number(chatRoom.room + 1), rooms: format.number(chatRoom.rooms) })}
        </p>
      )}
    </section>
  );
}

/** In two lines at most; a long text is smaller. */
function MessageText({ text }: { text: string }) {
  const { className: fitted, ...size } = fittedText(text);
  return (
    <span className={styles.text}>
      <span className={`${fitted} ${styles.fitted}`} title={text} {...size}>
        <bdi>{text}</bdi>
      </span>
    </span>
  );
}
