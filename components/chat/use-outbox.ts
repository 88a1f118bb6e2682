'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { limits } from '../../amplify/limits';
import { Outbox, type Outgoing } from '../../live/outbox';
import { schedule } from '../../live/schedule';
import { deviceTime } from '../../live/time';

type SendMessage = (nickname: string, text: string) => Promise<void>;

type OnReturned = (messages: Outgoing[], error: unknown) => void;

/** An outbox that outlives its session. It sends with the latest one. */
class SessionOutbox {
  readonly outbox: Outbox;
  #sendMessage: SendMessage = () => Promise.reject(new Error('The session has not opened yet.'));

  constructor(onReturned: OnReturned) {
    this.outbox = new Outbox({
      send: ({ nickname, text }) => this.#sendMessage(nickname, text),
      intervalMs: limits.messageIntervalMs,
      elapsed: deviceTime.elapsed,
      schedule,
      onReturned,
    });
  }

  sendBy(sendMessage: SendMessage): void {
    this.#sendMessage = sendMessage;
  }
}

/**
 * The outbox of this page. Queued messages are sent even if the session changes or the chat unmounts, as
 * long as a session is open.
 *
 * @param sendMessage null until the session is open
 * @param onReturned must stay the same function
 */
export function useOutbox(sendMessage: SendMessage | null, onReturned: OnReturned) {
  const [sessionOutbox] = useState(() => new SessionOutbox(onReturned));
  useEffect(() => {
    if (sendMessage !== null) sessionOutbox.sendBy(sendMessage);
  }, [sessionOutbox, sendMessage]);

  const { outbox } = sessionOutbox;
  const state = useSyncExternalStore(outbox.subscribe, outbox.getState, outbox.getState);
  return { submit: sendMessage === null ? null : outbox.submit, ...state };
}
