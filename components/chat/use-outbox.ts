'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { limits } from '../../amplify/limits';
import { Outbox, type Outgoing, type OutboxState } from '../../live/outbox';
import { schedule } from '../../live/schedule';
import { deviceTime } from '../../live/time';

type Say = (nickname: string, text: string) => Promise<void>;

const never = () => () => undefined;
const atRest: OutboxState = { held: 0, waitsUntil: null };

/**
 * The outbox of this page. What it holds is sent even if the chat leaves the screen.
 *
 * @param say null until the browser has taken over
 * @param onReturned must stay the same function
 */
export function useOutbox(say: Say | null, onReturned: (messages: Outgoing[], error: unknown) => void) {
  const outbox = useMemo(
    () =>
      say &&
      new Outbox({
        send: ({ nickname, text }) => say(nickname, text),
        intervalMs: limits.messageIntervalMs,
        elapsed: deviceTime.elapsed,
        schedule,
        onReturned,
      }),
    [say, onReturned],
  );
  const state = useSyncExternalStore(outbox?.subscribe ?? never, outbox?.getState ?? (() => atRest));
  return { submit: outbox?.submit ?? null, ...state };
}
