'use client';

import { memo } from 'react';
import type { Message } from '../../live/backend';
import type { ShowState } from '../../live/show-reducer';
import { MessageLine } from './message-line';
import { RoomChangeLine } from './room-change-line';
import type { Reports } from './use-reports';

interface MessageGroupProps {
  /** Messages in a row. The same first one and the same number mean the same messages. */
  messages: Message[];
  roomChange: ShowState['roomChange'];
  /** The sender of this guest's messages. */
  own: string | null;
  isShown: (message: Message) => boolean;
  removed: ReadonlySet<string>;
  reports: Reports;
  /** The message that shows its buttons. */
  openId: string | null;
  /** The message whose buttons are the tab stop; null if it is in another group. */
  tabStopId: string | null;
}

/**
 * A part of the messages. The list renders the part with the new message only, so a message costs the same in a short and
 * in a long chat.
 */
export const MessageGroup = memo(function MessageGroup(props: MessageGroupProps) {
  const { messages, roomChange, own, isShown, removed, reports, openId, tabStopId } = props;
  return messages.flatMap((message) => {
    const { id, sender } = message;
    const line = (
      <MessageLine
        key={id}
        message={message}
        isOwn={sender === own}
        isRemoved={removed.has(id)}
        report={reports.get(id)}
        isOpen={id === openId}
        isTabStop={id === tabStopId}
      />
    );
    return [
      ...(isShown(message) ? [line] : []),
      ...(roomChange?.after === id ? [<RoomChangeLine key="room" chatRoom={roomChange} />] : []),
    ];
  });
}, hasSameProps);

function hasSameProps(before: MessageGroupProps, after: MessageGroupProps): boolean {
  return (
    before.messages.length === after.messages.length &&
    before.messages[0]?.id === after.messages[0]?.id &&
    (['roomChange', 'own', 'isShown', 'removed', 'reports', 'openId', 'tabStopId'] as const).every(
      (name) => before[name] === after[name],
    )
  );
}
