'use client';

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { limits } from '../../amplify/limits';
import { Outbox, type Outgoing } from '../../live/outbox';
import { schedule } from '../../live/schedule';
import { deviceTime } from '../../live/time';

type SendMessage = (nickname: string, text: string) => Promise<void>;

const rejectUnsent: SendMessage = () => Promise.reject(new Error('The session has not opened yet.'));

/**
 * The outbox of this page. The messages that it holds are sent even if the session changes or the chat unmounts.
 *
 * @param sendMessage null until the session is open
 * @param onReturned must stay the same function
 */
export function useOutbox(sendMessage: SendMessage | null, onReturned: (messages: Outgoing[], error: unknown) => void) {
  const latest = useRef(rejectUnsent);
  useEffect(() => {
    if (sendMessage !== null) latest.current = sendMessage;
  }, [sendMessage]);

  const [outbox] = useState(
    () =>
      new Outbox({
        send: ({ nickname, text }) => latest.current(nickname, text),
        intervalMs: limits.messageIntervalMs,
        elapsed: deviceTime.elapsed,
        schedule,
        onReturned,
      }),
  );
  const state = useSyncExternalStore(outbox.subscribe, outbox.getState, outbox.getState);
  return { submit: sendMessage === null ? null : outbox.submit, ...state };
}
