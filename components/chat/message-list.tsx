'use client';

import { useLayoutEffect, useRef, useState } from 'react';
import type { Message } from '../../live/backend';
import { categories } from '../../amplify/show';
import styles from './message-list.module.css';

/** Closer to the end than this, in pixels, a reader follows the talk. */
const followPx = 48;

interface MessageListProps {
  messages: Message[];
  /** Who is me, as messages name their senders. */
  own: string | null;
}

export function MessageList({ messages, own }: MessageListProps) {
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
          Quiet in here. You see what is said from now on; nothing is kept. Say what you think of the film?
        </p>
      )}
      <ol ref={list} className={styles.list} role="log" aria-label="Conversation" tabIndex={0} onScroll={onScroll}>
        {messages.map((message) => (
          <Line key={message.id} message={message} isOwn={message.sender === own} />
        ))}
      </ol>
      {hasNews && (
        <button type="button" className={styles.news} onClick={() => scrollToEnd(list.current)}>
          New messages
        </button>
      )}
    </div>
  );
}

function Line({ message: { nickname, text, sender }, isOwn }: { message: Message; isOwn: boolean }) {
  return (
    <li className={styles.line} data-own={isOwn || undefined}>
      <span className={styles.name} style={{ color: `var(--amplify-colors-vote-${colorOf(sender)})` }}>
        {nickname}
        {isOwn && <span className={styles.you}> (you)</span>}
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
