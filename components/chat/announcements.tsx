'use client';

/**
 * What is said, for those who listen. The list itself is silent (`aria-live="off"`): a live log reads every line
 * in full, and in a busy room a screen reader would lag minutes behind and say nothing else. This region says a few
 * lines, or how many there were; the lines stand in the list, to be read at one's own pace.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
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
  const [said, setSaid] = useState<{ number: number; announcement: Announcement } | null>(null);
  const lastId = useRef(messages.at(-1)?.id ?? null);
  const announcer = useMemo(
    () =>
      new Announcer({
        announce: (announcement) => setSaid((before) => ({ number: (before?.number ?? 0) + 1, announcement })),
        schedule,
      }),
    [],
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
      : announcement.read.map(({ nickname, text }) => fill(texts.chat.said, { name: nickname, text })).join('\n');

  return (
    <div className="visually-hidden" aria-live="polite" data-testid="announcements">
      {/* A new element each time: the same words twice are news twice. */}
      {said && <p key={said.number}>{textOf(said.announcement)}</p>}
    </div>
  );
}
