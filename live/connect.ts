/**
 * Keeps a screen connected to the backend. Subscriptions deliver changes, snapshots recover missed ones, and a guest
 * identity that the backend rejects is replaced.
 */
import { limits } from '../amplify/limits';
import { withTimeout } from './with-timeout';
import type { Backend } from './backend';
import { isStaleGuest, valueOf } from './backend-error';
import type { ServerClock } from './clock';
import { connectionIn, isSubscriptionAck } from './connection';
import { schedule } from './schedule';
import type { Connection, ShowEvent } from './show-reducer';
import { SnapshotPoller } from './snapshot-poller';
import { subscribe } from './subscriptions';

/** The three subscriptions start or fail within this time of each other, so one snapshot is enough for all. */
const settleMs = 100;

/**
 * Amplify reconnects 5 s after a loss and then once a minute, which is too slow once the backend responds again. The
 * time doubles with each attempt that does not help: a WebSocket whose handshake hangs, as behind some proxies, is given
 * up by the browser only, after up to four minutes.
 */
const reconnectTimeout = { minMs: 9000, maxMs: 72_000 };

/** If the backend answers for this long and its WebSocket is not connected, something on the way blocks it. */
const blockedAfterMs = 20_000;

/** The minimum lifetime of a guest identity. It doubles with each new identity that does not help either. */
const guestLifetime = { minMs: 5000, maxMs: 20 * 60_000 };

export interface ConnectOptions {
  backend: Backend;
  clock: ServerClock;
  dispatch: (event: ShowEvent) => void;
  /** Returns the end of the current round by the server's clock, in epoch milliseconds. */
  roundEndsAtMs: () => number | null;
  /** Returns the known number of voters in the current round. */
  voters: () => number;
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
  random: () => number;
}

export interface ShowConnection {
  /** Requests a snapshot: the page was hidden or offline and may have missed changes. */
  refresh(): void;
  /** Reports a failed call. If the guest identity may be the cause, a snapshot is requested to find out. */
  report(error: unknown): void;
  close(): void;
}

/** Connects a screen to the backend until it is closed. */
export function connect(options: ConnectOptions): ShowConnection {
  const { backend, clock, roundEndsAtMs, voters, elapsed, random } = options;
  const { client, guest } = backend;
  let connection: Connection = 'connecting';
  let unsubscribe: (() => void) | null = null;
  let subscribedAt = 0;
  let reconnectTimeoutMs = reconnectTimeout.minMs;
  /** Since when the screen is not live although no call has failed. */
  let notLiveSince = elapsed();
  let forgottenAt = -Infinity;
  let guestLifetimeMs = guestLifetime.minMs;
  let isClosed = false;
  let knowsRecentRounds = false;

  const dispatch = (event: ShowEvent) => {
    if (!isClosed) options.dispatch(event);
  };

  const setConnection = (next: Connection) => {
    if (next === 'live') reconnectTimeoutMs = reconnectTimeout.minMs;
    else if (connection === 'live' || connection === 'offline') notLiveSince = elapsed();
    connection = next;
    dispatch({ type: 'connectionChanged', connection });
  };

  /** The backend has answered an HTTP request. */
  const checkWebSocket = () => {
    if (connection === 'live') return;
    if (connection !== 'offline' && elapsed() - notLiveSince >= blockedAfterMs) setConnection('blocked');
    if (elapsed() - subscribedAt <= reconnectTimeoutMs) return;
    reconnectTimeoutMs = Math.min(reconnectTimeout.maxMs, 2 * reconnectTimeoutMs);
    openSubscriptions();
  };

  /**
   * Replaces a rejected guest identity. Only failed snapshots lead here: the WebSocket of a valid guest can be refused
   * too, because Amplify signs its request by the device's clock and corrects that clock for HTTP requests only.
   */
  const forgetStaleGuest = async (error: unknown) => {
    if (isClosed || !isStaleGuest(error) || elapsed() - forgottenAt < guestLifetimeMs) return;
    guestLifetimeMs = Math.min(guestLifetime.maxMs, 2 * guestLifetimeMs);
    forgottenAt = elapsed();
    try {
      await guest.forget();
    } catch {
      // The identity stays, and the next failed snapshot tries again.
    }
  };

  const snapshots = new SnapshotPoller({
    prepare: async () => {
      const id = await withTimeout(guest.id(), schedule);
      if (isClosed) return;
      dispatch({ type: 'guestKnown', sender: id.slice(-limits.senderLength) });
      if (unsubscribe === null) openSubscriptions();
    },
    fetch: () => valueOf(client.queries.snapshot()),
    clock,
    onSnapshot: (snapshot) => {
      guestLifetimeMs = guestLifetime.minMs;
      dispatch({ type: 'snapshotArrived', snapshot });
      if (!knowsRecentRounds) void requestRecentRounds();
      checkWebSocket();
    },
    onError: async (error) => {
      notLiveSince = elapsed();
      if (connection === 'blocked') setConnection('reconnecting');
      await forgetStaleGuest(error);
    },
    roundEndsAtMs,
    voters,
    isLive: () => connection === 'live',
    random,
  });

  /** Called at the start and after each interruption. In between, the screen itself sees rounds end. */
  const requestRecentRounds = async () => {
    knowsRecentRounds = true;
    try {
      const rounds = await withTimeout(valueOf(client.queries.recentRounds()), schedule);
      dispatch({ type: 'recentRoundsArrived', rounds });
    } catch (error) {
      knowsRecentRounds = false;
      report(error);
    }
  };

  const openSubscriptions = () => {
    unsubscribe?.();
    subscribedAt = elapsed();
    unsubscribe = subscribe(
      client,
      {
        round: (round) => {
          dispatch({ type: 'roundStarted', round });
          snapshots.roundStarted();
        },
        scores: (update) => {
          dispatch({ type: 'scoresPublished', update });
          if (isAhead(update.scores.roundId)) snapshots.request();
        },
        message: (message) => dispatch({ type: 'messageReceived', message }),
        error: () => snapshots.request(settleMs),
      },
      { elapsed, random },
    );
  };

  /** Whether scores belong to a later round, so that its start was missed. */
  const isAhead = (roundId: string) => Number(roundId) * 1000 >= (roundEndsAtMs() ?? 0);

  const report = (error: unknown) => {
    if (isStaleGuest(error)) snapshots.request(settleMs);
  };

  const stopListening = backend.listen((event) => {
    if (isSubscriptionAck(event)) snapshots.request(settleMs);
    const reported = connectionIn(event);
    if (reported === null) return;
    // The first connection attempt is not a reconnection, and those of a blocked screen go on all the time.
    const isAttempt = reported === 'reconnecting' && (connection === 'connecting' || connection === 'blocked');
    setConnection(isAttempt ? connection : reported);
    if (connection !== 'live') knowsRecentRounds = false;
  });

  snapshots.request();

  return {
    refresh: () => snapshots.request(),
    report,
    close: () => {
      isClosed = true;
      snapshots.close();
      stopListening();
      unsubscribe?.();
    },
  };
}
