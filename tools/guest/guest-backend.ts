/** Connects the app's client core to a headless guest, so that a load test sends what real screens send. */
import type { ApiEvent, ApiResponse, Backend, BackendClient, Observable } from '../../live/backend';
import { roomSubscription, type SubscriptionId } from './documents';
import type { Guest } from './guest';
import type { RealtimeHandlers, RealtimeSocket } from './realtime-socket';

export interface ScreenHandlers extends Required<RealtimeHandlers> {
  /** The reason is undefined if the screen itself closed the connection. */
  lost(reason: string | undefined, wasLive: boolean): void;
}

/** @param handlers called on events of the real-time connection, before the screen is notified */
export function guestBackend(guest: Guest, handlers: ScreenHandlers): Backend {
  const observers = new Map<SubscriptionId, (value: unknown) => void>();
  const listeners = new Set<(event: ApiEvent) => void>();
  let socket: RealtimeSocket | undefined;

  const emit = (event: ApiEvent) => listeners.forEach((listener) => listener(event));
  const emitState = (connectionState: string) => emit({ event: 'ConnectionStateChange', data: { connectionState } });

  const connect = () =>
    guest.subscribe(
      {
        data: (field, value, bytes, id) => {
          handlers.data(field, value, bytes, id);
          observers.get(id)?.(value);
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
      },
      () => [...observers.keys()],
    );

  /** All subscriptions of a screen share one connection. It opens with the first and closes with the last. */
  const subscription = <T>(id: SubscriptionId): Observable<T> => ({
    subscribe: (observer) => {
      // The value is JSON from the API, which guarantees the type of each field.
      observers.set(id, (value) => observer.next(value as T | null));
      if (socket) socket.start(id);
      else socket = connect();
      return {
        unsubscribe: () => {
          observers.delete(id);
          socket?.stop(id);
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
      sendMessage: ({ nickname, text, room }) => respond(guest.sendMessage(nickname, text, room ?? 0)),
      reportMessage: (message) => respond(guest.reportMessage(message)),
    },
    subscriptions: {
      onRound: () => subscription('onRound'),
      onScores: () => subscription('onScores'),
      onMessage: ({ room }) => subscription(roomSubscription(room ?? 0)),
      onShow: () => subscription('onShow'),
    },
  };

  return {
    client,
    publicSnapshot: async () => {
      const [snapshot, recentRounds] = await Promise.all([guest.snapshot(), guest.recentRounds()]);
      return { snapshot: { ...snapshot, recentRounds }, maxAgeMs: 0 };
    },
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
