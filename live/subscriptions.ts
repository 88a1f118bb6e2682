/** The four subscriptions, that of the chat to one room. A failed subscription is retried with backoff. */
import type { BackendClient, CurrentRound, Message, Observable, ScoresUpdate, ShowControls } from './backend';
import { backoffMs } from './backoff';

export interface SubscriptionHandlers {
  round: (round: CurrentRound) => void;
  scores: (update: ScoresUpdate) => void;
  message: (message: Message) => void;
  controls: (controls: ShowControls) => void;
  error: (error: unknown) => void;
}

const retries = { baseMs: 1000, capMs: 30_000 };

/** The failure of a subscription that lasted this long counts as a first failure. */
const stableAfterMs = 60_000;

/** For how long a screen is in two rooms when it moves, so that it misses no message while AppSync confirms the new one. */
export const overlapMs = 5000;

export interface Subscriptions {
  /** Moves to another chat room. The other subscriptions stay. */
  enterRoom: (room: number) => void;
  stop: () => void;
}

export interface SubscriptionEnvironment {
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
  /** Returns a number in [0, 1). */
  random: () => number;
}

/**
 * Subscribes to rounds, scores, what hosts set, and the messages of a chat room.
 *
 * @param room from 0
 */
export function subscribe(
  client: BackendClient,
  room: number,
  handlers: SubscriptionHandlers,
  environment: SubscriptionEnvironment,
): Subscriptions {
  const { subscriptions } = client;
  const openRoom = (room: number) =>
    keepSubscribed(() => subscriptions.onMessage({ room }), handlers.message, handlers.error, environment);
  const stops = [
    keepSubscribed(() => subscriptions.onRound(), handlers.round, handlers.error, environment),
    keepSubscribed(() => subscriptions.onScores(), handlers.scores, handlers.error, environment),
    keepSubscribed(() => subscriptions.onShow(), handlers.controls, handlers.error, environment),
  ];
  let current = { room, leave: openRoom(room) };
  const leaving = new Map<() => void, ReturnType<typeof setTimeout>>();

  return {
    enterRoom: (room) => {
      if (room === current.room) return;
      const { leave } = current;
      current = { room, leave: openRoom(room) };
      const timer = setTimeout(() => {
        leaving.delete(leave);
        leave();
      }, overlapMs);
      leaving.set(leave, timer);
    },
    stop: () => {
      stops.forEach((stop) => stop());
      current.leave();
      leaving.forEach((timer, leave) => {
        clearTimeout(timer);
        leave();
      });
    },
  };
}

function keepSubscribed<T>(
  open: () => Observable<T>,
  next: (value: T) => void,
  onError: (error: unknown) => void,
  { elapsed, random }: SubscriptionEnvironment,
): () => void {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let subscription: { unsubscribe(): void } | undefined;
  let isStopped = false;

  const start = () => {
    const startedAt = elapsed();
    subscription = open().subscribe({
      // Null if the mutation did not select the fields that screens need. Any guest can send such a message.
      next: (value) => {
        if (!isStopped && value !== null) next(value);
      },
      error: (error) => {
        if (isStopped) return;
        failures = elapsed() - startedAt > stableAfterMs ? 1 : failures + 1;
        timer = setTimeout(start, backoffMs(failures, retries, random()));
        onError(error);
      },
    });
  };

  start();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    subscription?.unsubscribe();
  };
}
