'use client';

import { useState } from 'react';
import { deviceStore } from '../../live/device-store';
import { useSession, useShow } from '../show/show-context';
import { ChatFrame } from './chat-frame';
import { Composer } from './composer';
import { Conversation } from './conversation';
import { RoomLabel } from './room-label';

export function Chat() {
  const session = useSession();
  const connection = useShow((state) => state.connection);
  const [storage] = useState(deviceStore);
  return (
    <ChatFrame>
      <RoomLabel />
      <Conversation storage={storage} />
      <Composer
        sendMessage={session?.sendMessage ?? null}
        join={session?.join ?? null}
        connection={connection}
        storage={storage}
      />
    </ChatFrame>
  );
}
