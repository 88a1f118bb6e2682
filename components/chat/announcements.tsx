'use client';

/**
 * Announces new messages and a change of the room to screen readers. The list itself is not live (`aria-live="off"`): a live
 * log is read in full, and in a busy chat a screen reader would be minutes behind and read nothing else. This region
 * contains a few messages, or their number; the list contains all of them.
 */
import { useEffect, useRef, useState } from 'react';
import { fill } from '../../languages/texts';
import { Announcer, type Announcement } from '../../live/announcer';
import { messagesAfter } from '../../live/new-messages';
import type { Message } from '../../live/backend';
import type { ChatRoom } from '../../live/chat-room';
import { schedule } from '../../live/schedule';
import { markOf } from '../../live/sender-mark';
import { useLanguage } from '../language/language-context';
import { roomChangeText } from './room-change-text';

interface AnnouncementsProps {
  messages: Message[];
  /** The last message that is not new, when the region is mounted. Before that, `messages` may lack it. */
  lastKnownId: string | null;
  roomChange: ChatRoom | null;
  own: string | null;
  isShown: (message: Message) => boolean;
}

export function Announcements({ messages, lastKnownId, roomChange, own, isShown }: AnnouncementsProps) {
  const { texts, format } = useLanguage();
  const [latest, setLatest] = useState<{ number: number; announcement: Announcement } | null>(null);
  const lastId = useRef(lastKnownId);
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
    lastId.current = messages.at(-1)?.id ?? lastId.current;
    announcer.add(arrived.filter((message) => message.sender !== own && isShown(message)));
  }, [announcer, messages, own, isShown]);

  const textOfMessage = ({ nickname, sender, text }: Message) =>
    fill(texts.chat.announced, { name: `${nickname} ${markOf(sender).tag}`, text });
  const textOf = (announcement: Announcement) =>
    'count' in announcement
      ? format.count(texts.chat.newMessages, announcement.count)
      : announcement.read.map(textOfMessage).join('\n');

  return (
    <div className="visually-hidden" aria-live="polite" data-testid="announcements">
      {roomChange && <p>{roomChangeText(roomChange, texts, format)}</p>}
      {/* A new element each time, so that the same text is announced again. */}
      {latest && <p key={latest.number}>{textOf(latest.announcement)}</p>}
    </div>
  );
}
