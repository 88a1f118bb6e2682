'use client';

import { useState } from 'react';
import { deviceStore } from '../../live/device-store';
import { messageIntervalMs } from '../../live/show-controls';
import { useSession, useShow } from '../show/show-context';
import { ChatFrame } from './chat-frame';
import { Composer } from './composer';
import { Conversation } from './conversation';
import { PinnedLine } from './pinned-line';
import { RoomLabel } from './room-label';

export function Chat() {
  const session = useSession();
  const connection = useShow((state) => state.connection);
  const isOpen = useShow((state) => state.controls.isChatOpen);
  const intervalMs = useShow((state) => messageIntervalMs(state.controls));
  const [storage] = useState(deviceStore);
  return (
    <ChatFrame>
      <RoomLabel />
      <PinnedLine />
      <Conversation storage={storage} />
      <Composer
        sendMessage={session?.sendMessage ?? null}
        join={session?.join ?? null}
        connection={connection}
        isOpen={isOpen}
        intervalMs={intervalMs}
        storage={storage}
      />
    </ChatFrame>
  );
}
