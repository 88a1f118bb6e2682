/** A headless guest as the client core of the app knows its backend, so that a load is what real screens send. */
import type { Counts } from '../../amplify/show';
import type { ApiEvent, Backend, Client } from '../../live/backend';
import type { SubscriptionField } from './documents';
import type { Guest } from './guest';
import type { RealtimeHandlers, RealtimeSocket } from './realtime-socket';

interface Observer {
  next(value: unknown): void;
}

export interface ScreenHandlers extends Required<RealtimeHandlers> {
  /** The reason is undefined where the screen itself has closed the connection. */
  lost(reason: string | undefined, wasLive: boolean): void;
}

/** @param handlers - told of what the real-time connection does, before the screen is */
export function guestBackend(guest: Guest, handlers: ScreenHandlers): Backend {
  const observers = new Map<SubscriptionField, Observer>();
  const listeners = new Set<(event: ApiEvent) => void>();
  let socket: RealtimeSocket | undefined;

  const tell = (event: ApiEvent) => listeners.forEach((listener) => listener(event));
  const changed = (connectionState: string) => tell({ event: 'ConnectionStateChange', data: { connectionState } });

  const watch = () =>
    guest.subscribe({
      data: (field, value, bytes) => {
        handlers.data(field, value, bytes);
        observers.get(field)?.next(value);
      },
      liveCount: (connectMs) => {
        handlers.liveCount(connectMs);
        changed('Connected');
        tell({ event: 'Subscription ack' });
      },
      lost: (reason, wasLive) => {
        handlers.lost(reason, wasLive);
        changed('ConnectionDisrupted');
      },
    });

  /** One connection carries all subscriptions of a screen, from the first to the last. */
  const subscription = (field: SubscriptionField) => () => ({
    subscribe(observer: Observer) {
      observers.set(field, observer);
      socket ??= watch();
      return {
        unsubscribe: () => {
          observers.delete(field);
          if (observers.size > 0) return;
          if (socket?.isLive) handlers.lost(undefined, true);
          socket?.close();
          socket = undefined;
        },
      };
    },
  });

  const client = {
    queries: { snapshot: () => answered(guest.snapshot()), recentRounds: () => answered(guest.recentRounds()) },
    mutations: {
      castVotes: ({ roundId, ...votes }: Counts & { roundId: string }) => answered(guest.castVotes(roundId, votes)),
      sendMessage: ({ nickname, text }: { nickname: string; text: string }) =>
        answered(guest.sendMessage(nickname, text)),
    },
    subscriptions: {
      onRound: subscription('onRound'),
      onScores: subscription('onScores'),
      onMessage: subscription('onMessage'),
    },
  };

  return {
    client: client as unknown as Client,
    guest: { id: () => guest.ensureIdentity(), forget: async () => guest.forget() },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const answered = async <T>(answer: Promise<T>) => ({ data: await answer });
