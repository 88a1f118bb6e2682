'use client';

/**
 * Announces new messages to screen readers. The list itself is not live (`aria-live="off"`): a live log is read in
 * full, and in a busy chat a screen reader would be minutes behind and read nothing else. This region contains a few
 * messages, or their number; the list contains all of them.
 */
import { useEffect, useRef, useState } from 'react';
import { fill } from '../../languages/texts';
import { Announcer, type Announcement } from '../../live/announcer';
import { messagesAfter } from '../../live/new-messages';
import type { Message } from '../../live/backend';
import { schedule } from '../../live/schedule';
import { useLanguage } from '../language/language-context';

interface AnnouncementsProps {
  messages: Message[];
  own: string | null;
  isShown: (message: Message) => boolean;
}

export function Announcements({ messages, own, isShown }: AnnouncementsProps) {
  const { texts, format } = useLanguage();
  const [latest, setLatest] = useState<{ number: number; announcement: Announcement } | null>(null);
  const lastId = useRef(messages.at(-1)?.id ?? null);
  const [announcer] = useState(
    () =>
      new Announcer({
        announce: (announcement) => setLatest((before) => ({ number: (before?.number ?? 0) + 1, announcement })),
        schedule,
      }),
  );

  useEffect(() => () => announcer.close(), [announcer]);

  useEffect(() => {
    const arrived = messagesAfter(messages, lastId.current);
    lastId.current = messages.at(-1)?.id ?? null;
    announcer.add(arrived.filter((message) => message.sender !== own && isShown(message)));
  }, [announcer, messages, own, isShown]);

  const textOf = (announcement: Announcement) =>
    'count' in announcement
      ? format.count(texts.chat.newMessages, announcement.count)
      : announcement.read.map(({ nickname, text }) => fill(texts.chat.announced, { name: nickname, text })).join('\n');

  return (
    <div className="visually-hidden" aria-live="polite" data-testid="announcements">
      {/* A new element each time, so that the same text is announced again. */}
      {latest && <p key={latest.number}>{textOf(latest.announcement)}</p>}
    </div>
  );
}
