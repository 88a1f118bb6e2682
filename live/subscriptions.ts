/** The three subscriptions. A failed subscription is retried with backoff. */
import type { BackendClient, CurrentRound, Message, Observable, ScoresUpdate } from './backend';
import { backoffMs } from './backoff';

export interface SubscriptionHandlers {
  round: (round: CurrentRound) => void;
  scores: (update: ScoresUpdate) => void;
  message: (message: Message) => void;
  error: (error: unknown) => void;
}

const retries = { baseMs: 1000, capMs: 30_000 };

/** The failure of a subscription that lasted this long counts as a first failure. */
const stableAfterMs = 60_000;

export interface SubscriptionEnvironment {
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
  /** Returns a number in [0, 1). */
  random: () => number;
}

/** Subscribes to rounds, scores and messages. Returns a function that ends the subscriptions. */
export function subscribe(
  client: BackendClient,
  handlers: SubscriptionHandlers,
  environment: SubscriptionEnvironment,
): () => void {
  const { subscriptions } = client;
  const stops = [
    keepSubscribed(() => subscriptions.onRound(), handlers.round, handlers.error, environment),
    keepSubscribed(() => subscriptions.onScores(), handlers.scores, handlers.error, environment),
    keepSubscribed(() => subscriptions.onMessage(), handlers.message, handlers.error, environment),
  ];
  return () => stops.forEach((stop) => stop());
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
