'use client';

import { useSession, useShow } from '../show/show-context';
import { ChatFrame } from './chat-frame';
import { Composer } from './composer';
import { MessageList } from './message-list';

export function Chat() {
  const session = useSession();
  const messages = useShow((state) => state.messages);
  const sender = useShow((state) => state.sender);
  const connection = useShow((state) => state.connection);
  return (
    <ChatFrame>
      <MessageList messages={messages} own={sender} />
      <Composer say={session?.say ?? null} connection={connection} />
    </ChatFrame>
  );
}
