'use client';

import { useCallback, useMemo, useState } from 'react';
import { deviceStore } from '../../live/device-store';
import { hideSender, readHidden, showAllSenders } from '../../live/hidden-senders';
import { useSession, useShow } from '../show/show-context';
import { Announcements } from './announcements';
import { ChatFrame } from './chat-frame';
import { Composer } from './composer';
import { MessageList } from './message-list';

export function Chat() {
  const session = useSession();
  const messages = useShow((state) => state.messages);
  const sender = useShow((state) => state.sender);
  const connection = useShow((state) => state.connection);
  const [storage] = useState(deviceStore);
  const [hidden, setHidden] = useState(() => readHidden(storage));
  const isShown = useMemo(() => {
    const senders = new Set(hidden);
    return (message: { sender: string }) => !senders.has(message.sender);
  }, [hidden]);

  return (
    <ChatFrame>
      <MessageList
        messages={messages}
        own={sender}
        isShown={isShown}
        hiddenCount={hidden.length}
        onHide={useCallback((other: string) => setHidden(hideSender(storage, other)), [storage])}
        onShowAll={() => setHidden(showAllSenders(storage))}
      />
      <Announcements messages={messages} own={sender} isShown={isShown} />
      <Composer sendMessage={session?.sendMessage ?? null} connection={connection} storage={storage} />
    </ChatFrame>
  );
}
