'use client';

import { useLayoutEffect, useMemo, useRef } from 'react';
import { fill } from '../../languages/texts';
import { canReceiveMessages } from '../../live/connection';
import { HostBadge } from '../chat/host-badge';
import { PinIcon } from '../chat/pin-icon';
import { usePinned } from '../chat/use-pinned';
import type { Message, PinnedMessage } from '../../live/backend';
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
  const stageChat = useShow((state) => state.controls.stageChat);
  const pinned = usePinned();
  const removed = useShow((state) => state.removedMessages);
  const chatRoom = useShow((state) => state.chatRoom);
  const received = useShow((state) => state.messages);
  const messages = useMemo(() => received.filter(({ id }) => !removed.has(id)), [received, removed]);
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

  if (stageChat === 'none' || (stageChat === 'pinned' && pinned === null)) return null;
  if (stageChat === 'pinned' && pinned) {
    return (
      <section className={`${styles.messages} ${className}`} aria-label={texts.chat.pinned} data-pinned>
        <Line message={pinned} />
      </section>
    );
  }

  return (
    <section className={`${styles.messages} ${className}`} aria-label={texts.stage.latestMessages}>
      {messages.length === 0 && pinned === null && canReceive && (
        <p className={styles.empty}>{texts.stage.noMessages}</p>
      )}
      {pinned && <Line message={pinned} />}
      <div className={styles.log} role="log" aria-label={texts.chat.conversation}>
        <ol ref={list} className={styles.list}>
          {messages.slice(pinned ? -1 : -shownMessages).map((message) => (
            <li key={message.id}>
              <Line message={message} />
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

function Line({ message }: { message: Message | PinnedMessage }) {
  const { nickname, text, isHost } = message;
  return (
    <div className={styles.line}>
      <span className={styles.name}>
        {!('sender' in message) && <PinIcon />}
        <bdi title={nickname}>{nickname}</bdi>
        {isHost && <HostBadge />}
        {'sender' in message && !isHost && (
          <span className={styles.tag} dir="ltr">
            {markOf(message.sender).tag}
          </span>
        )}
      </span>
      <MessageText text={text} />
    </div>
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
