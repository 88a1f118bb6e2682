/** Connects the app's client core to a headless guest, so that a load test sends what real screens send. */
import type { ApiEvent, ApiResponse, Backend, BackendClient, Observable } from '../../live/backend';
import type { SubscriptionField } from './documents';
import type { Guest } from './guest';
import type { RealtimeHandlers, RealtimeSocket } from './realtime-socket';

export interface ScreenHandlers extends Required<RealtimeHandlers> {
  /** The reason is undefined if the screen itself closed the connection. */
  lost(reason: string | undefined, wasLive: boolean): void;
}

/** @param handlers called on events of the real-time connection, before the screen is notified */
export function guestBackend(guest: Guest, handlers: ScreenHandlers): Backend {
  const observers = new Map<SubscriptionField, (value: unknown) => void>();
  const listeners = new Set<(event: ApiEvent) => void>();
  let socket: RealtimeSocket | undefined;

  const emit = (event: ApiEvent) => listeners.forEach((listener) => listener(event));
  const emitState = (connectionState: string) => emit({ event: 'ConnectionStateChange', data: { connectionState } });

  const connect = () =>
    guest.subscribe({
      data: (field, value, bytes) => {
        handlers.data(field, value, bytes);
        observers.get(field)?.(value);
      },
      liveCount: (connectMs) => {
        handlers.liveCount(connectMs);
        emitState('Connected');
        emit({ event: 'Subscription ack' });
      },
      lost: (reason, wasLive) => {
        handlers.lost(reason, wasLive);
        emitState('ConnectionDisrupted');
      },
    });

  /** All subscriptions of a screen share one connection. It opens with the first and closes with the last. */
  const subscription = <T>(field: SubscriptionField): Observable<T> => ({
    subscribe: (observer) => {
      // The value is JSON from the API, which guarantees the type of each field.
      observers.set(field, (value) => observer.next(value as T | null));
      socket ??= connect();
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

  const client: BackendClient = {
    queries: { snapshot: () => respond(guest.snapshot()), recentRounds: () => respond(guest.recentRounds()) },
    mutations: {
      castVotes: ({ roundId, ...votes }) => respond(guest.castVotes(roundId, votes)),
      sendMessage: ({ nickname, text }) => respond(guest.sendMessage(nickname, text)),
    },
    subscriptions: {
      onRound: () => subscription('onRound'),
      onScores: () => subscription('onScores'),
      onMessage: () => subscription('onMessage'),
    },
  };

  return {
    client,
    guest: {
      id: () => guest.ensureIdentity(),
      forget: () => {
        guest.forget();
        return Promise.resolve();
      },
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const respond = async <T>(data: Promise<T>): Promise<ApiResponse<T>> => ({ data: await data });
