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
import type { Message, PinnedMessage } from '../../live/backend';
import type { ChatRoom } from '../../live/chat-room';
import { schedule } from '../../live/schedule';
import { markOf } from '../../live/sender-mark';
import { useLanguage } from '../language/language-context';
import { roomChangeText } from './room-change-text';
import { useModerationTexts } from './use-moderation-texts';
import type { ReportState } from './use-reports';

interface AnnouncementsProps {
  messages: Message[];
  /** The last message that is not new, when the region is mounted. Before that, `messages` may lack it. */
  lastKnownId: string | null;
  roomChange: ChatRoom | null;
  own: string | null;
  isShown: (message: Message) => boolean;
  pinned?: PinnedMessage | null;
  /** What became of the last report. */
  report?: ReportState | undefined;
}

export function Announcements(props: AnnouncementsProps) {
  const { messages, lastKnownId, roomChange, own, isShown, pinned, report } = props;
  const { texts, format } = useLanguage();
  const moderation = useModerationTexts();
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

  const textOfMessage = ({ nickname, sender, text, isHost }: Message) =>
    fill(texts.chat.announced, { name: `${nickname} ${isHost ? `(${texts.chat.host})` : markOf(sender).tag}`, text });
  const textOf = (announcement: Announcement) =>
    'count' in announcement
      ? format.count(texts.chat.newMessages, announcement.count)
      : // A host may have removed one of them in the meantime.
        announcement.read.filter(isShown).map(textOfMessage).join('\n');

  return (
    <div className="visually-hidden" aria-live="polite" data-testid="announcements">
      {pinned && <p key={pinned.id}>{fill(moderation.pinned, { text: pinned.text })}</p>}
      {report && <p key={report}>{moderation[report]}</p>}
      {roomChange && <p>{roomChangeText(roomChange, texts, format)}</p>}
      {/* A new element each time, so that the same text is announced again. */}
      {latest && <p key={latest.number}>{textOf(latest.announcement)}</p>}
    </div>
  );
}
