'use client';

import { useEffect, useRef } from 'react';
import { fill } from '../../languages/texts';
import { roomsIn } from '../../live/chat-room';
import { canRestore, isRemoved } from '../../live/host-state';
import { Button } from './button';
import { Card } from './card';
import styles from './chat.module.css';
import { Composer } from './composer';
import { useHost, useHostSession } from './host-context';
import { useHostTexts } from './host-texts';
import { HostMessage } from './host-message';
import { useModeration } from './moderation';

/** How close to its end the list follows new messages, in pixels. */
const followWithin = 80;

/** What people write in a room, and what a host does about it. */
export function Chat() {
  const { chat: texts } = useHostTexts();
  const messages = useHost(({ screen }) => screen.messages);
  const view = useHost((state) => state.view);
  const removedMessages = useHost(({ screen }) => screen.removedMessages);
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);

  useEffect(() => {
    if (isAtEnd.current) list.current?.scrollTo(0, list.current.scrollHeight);
  }, [messages]);

  const noteScroll = () => {
    const { current } = list;
    if (!current) return;
    isAtEnd.current = current.scrollHeight - current.clientHeight - current.scrollTop < followWithin;
  };

  return (
    <Card title={texts.title} end={<RoomField />}>
      <Pinned />
      <div
        ref={list}
        className={styles.list}
        role="log"
        aria-label={texts.conversation}
        // A region that scrolls is reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={noteScroll}
      >
        {messages.length === 0 ? (
          <p className={styles.empty}>{texts.empty}</p>
        ) : (
          <ul>
            {messages.map((message) => (
              <HostMessage
                key={message.id}
                message={message}
                isRemoved={isRemoved({ view, screen: { removedMessages } }, message.id)}
                canRestore={canRestore({ view }, message.id)}
                isPinned={message.id === view?.show.pinned?.id}
              />
            ))}
          </ul>
        )}
      </div>
      <Composer />
    </Card>
  );
}

/** Which room is watched, if there are several. People count from 1. */
function RoomField() {
  const { chat: texts } = useHostTexts();
  const session = useHostSession();
  const room = useHost((state) => state.room);
  const round = useHost(({ screen }) => screen.round);
  const rooms = round ? roomsIn(round) : 1;
  if (rooms === 1 && room === 0) return null;
  return (
    <label className={styles.room}>
      <span>{texts.room}</span>
      <input
        type="number"
        inputMode="numeric"
        min={1}
        max={rooms}
        value={room + 1}
        onChange={({ target }) => {
          const chosen = target.valueAsNumber;
          if (Number.isInteger(chosen) && chosen >= 1 && chosen <= rooms) session.enterRoom(chosen - 1);
        }}
      />
      <span>{fill(texts.ofRooms, { rooms })}</span>
    </label>
  );
}

function Pinned() {
  const { chat: texts } = useHostTexts();
  const pinned = useHost(({ view }) => view?.show.pinned);
  const { unpin } = useModeration();
  if (!pinned) return null;
  return (
    <div className={styles.pinned} data-testid="host-pinned">
      <div className={styles.pinnedText}>
        <p className={styles.pinnedLabel}>{texts.pinned}</p>
        <p>
          <strong>
            <bdi>{pinned.nickname}</bdi>
          </strong>
        </p>
        <p dir="auto">{pinned.text}</p>
      </div>
      <Button onClick={unpin}>{texts.unpin}</Button>
    </div>
  );
}
