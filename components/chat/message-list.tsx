'use client';

import { useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { messagesAfter } from '../../live/new-messages';
import type { Message } from '../../live/backend';
import { messagesPerGroup, type ShowState } from '../../live/show-reducer';
import { useLanguage } from '../language/language-context';
import { MessageGroup } from './message-group';
import { RoomChangeLine } from './room-change-line';
import { useFollowLatest } from './use-follow-latest';
import type { Reports } from './use-reports';
import styles from './message-list.module.css';

interface MessageListProps {
  messages: Message[];
  roomChange: ShowState['roomChange'];
  /** The sender of this guest's messages. */
  own: string | null;
  isShown: (message: Message) => boolean;
  /** The ids of messages that hosts have removed. */
  removed: ReadonlySet<string>;
  reports: Reports;
  /** Whether messages arrive in this state of the connection. Otherwise the composer says why not. */
  canReceive: boolean;
  /** How many senders are hidden on this device. */
  hiddenCount: number;
  onHide: (sender: string) => void;
  onReport: (message: Message) => void;
  onShowAll: () => void;
}

export function MessageList({
  messages,
  roomChange,
  own,
  isShown,
  removed,
  reports,
  canReceive,
  hiddenCount,
  onHide,
  onReport,
  onShowAll,
}: MessageListProps) {
  const { texts, format } = useLanguage();
  const { scroller, onScroll, onWheel, toEnd, seenId } = useFollowLatest(messages, own, isShown);
  const showAgain = useRef<HTMLButtonElement>(null);
  /** The message that was tapped, which shows its buttons. */
  const [openId, setOpenId] = useState<string | null>(null);

  const unread = seenId === undefined ? 0 : messagesAfter(messages, seenId).filter(isShown).length;
  const tabStopId = messages.findLast((message) => message.sender !== own && !message.isHost && isShown(message))?.id;

  const groups = groupsOf(messages).map((group) => {
    const idIn = (id: string | null | undefined) => group.find((message) => message.id === id)?.id ?? null;
    return (
      <MessageGroup
        key={group[0]?.id}
        messages={group}
        roomChange={roomChange && idIn(roomChange.after) ? roomChange : null}
        own={own}
        isShown={isShown}
        removed={removed}
        reports={reports}
        openId={openId && idIn(openId)}
        tabStopId={idIn(tabStopId)}
      />
    );
  });

  const onClick = ({ target }: MouseEvent) => {
    const button = (target as Element).closest<HTMLElement>('[data-hide]');
    if (button?.dataset['hide']) {
      onHide(button.dataset['hide']);
      // The focused button is removed with its message, so move the focus to the button that undoes this.
      requestAnimationFrame(() => showAgain.current?.focus({ preventScroll: true }));
      return;
    }
    const id = (target as Element).closest('li')?.dataset['id'] ?? null;
    const reportButton = (target as Element).closest('[data-report]');
    if (reportButton) {
      const message = messages.find((one) => one.id === id);
      if (message && !reportButton.ariaDisabled) onReport(message);
      // The label says what becomes of the report.
      setOpenId(id);
      return;
    }
    if (!window.getSelection()?.isCollapsed) return;
    setOpenId((before) => (before === id ? null : id));
  };

  return (
    <div className={styles.container}>
      {hiddenCount > 0 && (
        <p className={styles.hidden}>
          <span>{format.count(texts.chat.hidden, hiddenCount)}</span>
          <span aria-hidden="true">·</span>
          <button
            ref={showAgain}
            type="button"
            onClick={() => {
              onShowAll();
              scroller.current?.focus({ preventScroll: true });
            }}
          >
            {texts.chat.showAgain}
          </button>
        </p>
      )}
      <div className={styles.messages}>
        {canReceive && !messages.some(isShown) && <p className={styles.empty}>{texts.chat.empty}</p>}
        {/* The buttons of the messages handle these events; a tap on a message only shows its button. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <div
          ref={scroller}
          className={styles.scroller}
          role="log"
          aria-live="off"
          aria-label={texts.chat.conversation}
          // A keyboard scrolls only what has the focus.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          onScroll={onScroll}
          onWheel={onWheel}
          onClick={onClick}
          onKeyDown={moveBetweenButtons}
        >
          <ol className={styles.list}>
            {roomChange?.after === null && <RoomChangeLine chatRoom={roomChange} />}
            {groups}
          </ol>
        </div>
        {unread > 0 && (
          <button type="button" className={styles.newMessages} onClick={toEnd}>
            {format.count(texts.chat.newMessages, unread)}
          </button>
        )}
      </div>
    </div>
  );
}

/** Messages leave in whole groups, so a group contains the same messages until it leaves. */
function groupsOf(messages: Message[]): Message[][] {
  const starts = Array.from({ length: Math.ceil(messages.length / messagesPerGroup) }, (_, n) => n * messagesPerGroup);
  return starts.map((start) => messages.slice(start, start + messagesPerGroup));
}

/** The buttons of one message are tab stops; the arrow keys move to those of the others, and between the two. */
function moveBetweenButtons(event: KeyboardEvent<HTMLElement>): void {
  const { key, currentTarget, target } = event;
  const all = (selector: string) => Array.from(currentTarget.querySelectorAll<HTMLElement>(selector));
  const button = (target as Element).closest<HTMLElement>('[data-hide], [data-report]');
  if (button === null) return;
  const isVertical = key === 'ArrowUp' || key === 'ArrowDown';
  if (!isVertical && key !== 'ArrowLeft' && key !== 'ArrowRight') return;
  const [own, other] = 'hide' in button.dataset ? ['[data-hide]', '[data-report]'] : ['[data-report]', '[data-hide]'];
  event.preventDefault();
  if (!isVertical) button.parentElement?.querySelector<HTMLElement>(other)?.focus();
  else all(own)[all(own).indexOf(button) + (key === 'ArrowUp' ? -1 : 1)]?.focus();
}
