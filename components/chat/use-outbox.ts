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
  #intervalMs: number;
  #sendMessage: SendMessage = () => Promise.reject(new Error('The session has not opened yet.'));

  constructor(onReturned: OnReturned, intervalMs: number) {
    this.#intervalMs = intervalMs;
    this.outbox = new Outbox({
      send: ({ nickname, text }) => this.#sendMessage(nickname, text),
      intervalMs: () => this.#intervalMs,
      elapsed: deviceTime.elapsed,
      schedule,
      onReturned,
    });
  }

  sendEvery(intervalMs: number): void {
    this.#intervalMs = intervalMs;
    this.outbox.intervalChanged();
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
 * @param intervalMs the minimum time between two messages, in milliseconds
 */
export function useOutbox(
  sendMessage: SendMessage | null,
  onReturned: OnReturned,
  intervalMs = limits.messageIntervalMs,
) {
  const [sessionOutbox] = useState(() => new SessionOutbox(onReturned, intervalMs));
  useEffect(() => {
    if (sendMessage !== null) sessionOutbox.sendBy(sendMessage);
  }, [sessionOutbox, sendMessage]);

  useEffect(() => sessionOutbox.sendEvery(intervalMs), [sessionOutbox, intervalMs]);

  const { outbox } = sessionOutbox;
  const state = useSyncExternalStore(outbox.subscribe, outbox.getState, outbox.getState);
  return { submit: sendMessage === null ? null : outbox.submit, ...state };
}
