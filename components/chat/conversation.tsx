'use client';

import { useCallback, useMemo, useState } from 'react';
import type { Message } from '../../live/backend';
import { canReceiveMessages } from '../../live/connection';
import type { DeviceStore } from '../../live/device-store';
import { hideSender, readHidden, showAllSenders } from '../../live/hidden-senders';
import { useSession, useShow } from '../show/show-context';
import { Announcements } from './announcements';
import { MessageList } from './message-list';
import { usePinned } from './use-pinned';
import { useReports } from './use-reports';

/** The messages: on the screen, and for screen readers. */
export function Conversation({ storage }: { storage: DeviceStore }) {
  const messages = useShow((state) => state.messages);
  const session = useSession();
  const own = useShow((state) => state.sender ?? state.senderBeforeReload);
  const roomChange = useShow((state) => state.roomChange);
  const canReceive = useShow((state) => canReceiveMessages(state.connection));
  const removed = useShow((state) => state.removedMessages);
  const pinned = usePinned();
  const [reports, report] = useReports();
  const [hidden, setHidden] = useState(() => readHidden(storage));
  const isShown = useMemo(() => {
    const senders = new Set(hidden);
    return ({ id, sender }: Message) => !senders.has(sender) && (sender === own || !removed.has(id));
  }, [hidden, own, removed]);

  return (
    <>
      <MessageList
        messages={messages}
        roomChange={roomChange}
        own={own}
        isShown={isShown}
        removed={removed}
        reports={reports}
        onReport={report}
        canReceive={canReceive}
        hiddenCount={hidden.length}
        onHide={useCallback((other: string) => setHidden(hideSender(storage, other)), [storage])}
        onShowAll={() => setHidden(showAllSenders(storage))}
      />
      {/* Messages from before a reload, which the session starts with, are not new. */}
      <Announcements
        key={String(session !== null)}
        messages={messages}
        lastKnownId={session?.getState().messages.at(-1)?.id ?? null}
        roomChange={roomChange}
        own={own}
        isShown={isShown}
        pinned={pinned}
        report={[...reports.values()].at(-1)}
      />
    </>
  );
}
