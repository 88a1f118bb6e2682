'use client';

import { useLayoutEffect, useRef, useState } from 'react';
import type { Message } from '../../live/backend';
import { categories } from '../../amplify/show';
import { useLanguage } from '../language/language-context';
import styles from './message-list.module.css';

/** Closer to the end than this, in pixels, a reader follows the talk. */
const followPx = 48;

interface MessageListProps {
  messages: Message[];
  /** Who is me, as messages name their senders. */
  own: string | null;
}

export function MessageList({ messages, own }: MessageListProps) {
  const { texts } = useLanguage();
  const list = useRef<HTMLOListElement>(null);
  const isFollowing = useRef(true);
  const [hasNews, setNews] = useState(false);

  useLayoutEffect(() => {
    if (isFollowing.current) scrollToEnd(list.current);
    else setNews(true);
  }, [messages]);

  const onScroll = () => {
    const { current } = list;
    if (current === null) return;
    isFollowing.current = current.scrollHeight - current.scrollTop - current.clientHeight < followPx;
    if (isFollowing.current) setNews(false);
  };

  return (
    <div className={styles.room}>
      {messages.length === 0 && (
        <p className={styles.empty}>
          {texts.chat.empty}
        </p>
      )}
      <ol ref={list} className={styles.list} role="log" aria-label={texts.chat.conversation} tabIndex={0} onScroll={onScroll}>
        {messages.map((message) => (
          <Line key={message.id} message={message} isOwn={message.sender === own} />
        ))}
      </ol>
      {hasNews && (
        <button type="button" className={styles.news} onClick={() => scrollToEnd(list.current)}>
          {texts.chat.newMessages}
        </button>
      )}
    </div>
  );
}

function Line({ message: { nickname, text, sender }, isOwn }: { message: Message; isOwn: boolean }) {
  const { texts } = useLanguage();
  return (
    <li className={styles.line} data-own={isOwn || undefined}>
      <span className={styles.name} style={{ color: `var(--amplify-colors-vote-${colorOf(sender)})` }}>
        {nickname}
        {isOwn && <span className={styles.you}> {texts.chat.you}</span>}
      </span>
      <span className={styles.text}>{text}</span>
    </li>
  );
}

function scrollToEnd(list: HTMLElement | null): void {
  list?.scrollTo({ top: list.scrollHeight });
}

/** The same guest has the same colour on every screen. */
function colorOf(sender: string): string {
  const sum = Array.from(sender).reduce((total, character) => total + character.charCodeAt(0), 0);
  return categories[sum % categories.length] ?? 'meh';
}
