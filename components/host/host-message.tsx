'use client';

import { memo, useState } from 'react';
import { fill } from '../../languages/texts';
import type { Message } from '../../live/backend';
import { useLanguage } from '../language/language-context';
import { useTimeText } from '../language/use-time-text';
import { Button } from './button';
import styles from './chat.module.css';
import { useHostTexts } from './host-texts';
import { MuteButtons } from './mute-buttons';
import { SenderTag } from './sender-tag';
import { useModeration } from './moderation';

interface HostMessageProps {
  message: Message;
  isRemoved: boolean;
  canRestore: boolean;
  isPinned: boolean;
}

/** A message. What is needed at once takes one press, the rest two. */
export const HostMessage = memo(function HostMessage({ message, isRemoved, canRestore, isPinned }: HostMessageProps) {
  const { chat: texts } = useHostTexts();
  const { language } = useLanguage();
  const timeText = useTimeText();
  const [isOpen, setIsOpen] = useState(false);
  const { remove, restore, pin, unpin } = useModeration();
  return (
    <li className={styles.message} data-removed={isRemoved || undefined} data-message-id={message.id}>
      <div className={styles.text}>
        <p className={styles.facts}>
          <strong>
            <bdi>{message.nickname}</bdi>
          </strong>
          {!message.isHost && <SenderTag sender={message.sender} />}
          {message.isHost && <span className={styles.badge}>{texts.host}</span>}
          {isRemoved && <span className={styles.badge}>{texts.removed}</span>}
          <time dateTime={new Date(message.sentAt).toISOString()} lang={language}>
            {timeText(message.sentAt)}
          </time>
        </p>
        <p className={styles.words} dir="auto">
          {message.text}
        </p>
      </div>
      <div className={styles.main}>
        {(canRestore || !isRemoved) && (
          <Button look="plain" onClick={() => (isRemoved ? restore(message) : remove(message))}>
            {isRemoved ? texts.restore : texts.remove}
          </Button>
        )}
        <Button
          look="plain"
          aria-expanded={isOpen}
          aria-label={fill(texts.actionsFor, { name: message.nickname })}
          onClick={() => setIsOpen(!isOpen)}
        >
          <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
            <path d="M5 10.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6zm7 0a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6zm7 0a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z" />
          </svg>
        </Button>
      </div>
      {isOpen && (
        <div className={styles.more}>
          {!message.isHost && <MuteButtons sender={message} />}
          <Button onClick={() => (isPinned ? unpin() : pin(message))}>{isPinned ? texts.unpin : texts.pin}</Button>
        </div>
      )}
    </li>
  );
});
