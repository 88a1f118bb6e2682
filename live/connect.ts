/**
 * Keeps a screen connected to the backend. Subscriptions deliver changes, snapshots recover missed ones, and a guest
 * identity that the backend rejects is replaced. Public snapshots, which a cache answers for every screen, show the rounds
 * while the subscriptions are down, and whatever else they can tell.
 */
import { limits } from '../amplify/limits';
import { withTimeout } from './with-timeout';
import type { Backend, SnapshotAnswer } from './backend';
import { isStaleGuest, valueOf } from './backend-error';
import type { ServerClock } from './clock';
import { isSubscriptionAck } from './connection';
import { ConnectionStatus } from './connection-status';
import { Joining } from './joining';
import { dueAtMsOf } from './phase';
import { recentRoundsMaxAgeMs } from './public-snapshot';
import type { ShownRound } from './round-end';
import { schedule } from './schedule';
import type { ShowEvent } from './show-reducer';
import { overdueAfterMs, SnapshotPoller } from './snapshot-poller';
import { subscribe, type Subscriptions } from './subscriptions';

/** The four subscriptions start or fail within this time of each other, so one snapshot is enough for all. */
const settleMs = 100;

/**
 * Amplify reconnects 5 s after a loss and then once a minute, which is too slow once the backend responds again. The
 * time doubles with each attempt that does not help: a WebSocket whose handshake hangs, as behind some proxies, is given
 * up by the browser only, after up to four minutes.
 */
const reconnectTimeout = { minMs: 9000, maxMs: 72_000 };

/** A snapshot that the screen needs at once has failed if it takes longer. */
const urgentTimeoutMs = 4000;

/** An answer from a network is rarely older than this. */
const cachedForMs = 2000;

export interface ConnectOptions {
  backend: Backend;
  clock: ServerClock;
  dispatch: (event: ShowEvent) => void;
  /** Returns the current round. */
  round: () => ShownRound | null;
  /** Returns the known number of voters in the current round. */
  voters: () => number;
  /** Returns the chat room that this screen is in, from 0. */
  chatRoom: () => number;
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
  random: () => number;
}

export interface ShowConnection {
  /** Requests a snapshot: the page was hidden or offline and may have missed changes. */
  refresh(): void;
  /** Asks for a guest identity now, rather than when the next request is due. */
  join(): void;
  /**
   * Waits until the page has a guest identity if it is being requested.
   *
   * @throws {BackendError} `NotJoined` if the page has none
   */
  joined(): Promise<void>;
  /** Reports a failed call. If the guest identity may be the cause, a snapshot is requested to find out. */
  report(error: unknown): void;
  /** Moves to another chat room. */
  enterRoom(room: number): void;
  close(): void;
}

/** Connects a screen to the backend until it is closed. */
export function connect(options: ConnectOptions): ShowConnection {
  const { backend, clock, round: currentRound, voters, elapsed, random } = options;
  const { client, guest } = backend;
  let subscriptions: Subscriptions | null = null;
  let subscribedAt = 0;
  let reconnectTimeoutMs = reconnectTimeout.minMs;
  let isClosed = false;
  /** Whether the recent rounds include all that was published before the screen was live. */
  let knowsRecentRounds = false;
  /** Whether only the backend can answer the next request: a cached snapshot may be older than the subscriptions. */
  let needsBackend = false;
  /** Whether the last request was to the backend for such a reason. */
  let isBackendAsked = false;

  const nextDueAtMs = () => dueAtMsOf(currentRound()) ?? 0;

  const dispatch = (event: ShowEvent) => {
    if (!isClosed) options.dispatch(event);
  };

  const status = new ConnectionStatus({
    hasJoinFailed: () => joining.hasFailed,
    hasSubscribed: () => subscriptions !== null,
    onChange: (current, before) => {
      if (current === 'live') {
        reconnectTimeoutMs = reconnectTimeout.minMs;
        knowsRecentRounds = false;
      }
      dispatch({ type: 'connectionChanged', connection: current });
      if (before === 'live') snapshots.liveEnded();
    },
    elapsed,
  });

  /** Replaces a WebSocket that does not open. */
  const checkWebSocket = () => {
    if (status.isLive || subscriptions === null || elapsed() - subscribedAt <= reconnectTimeoutMs) return;
    reconnectTimeoutMs = Math.min(reconnectTimeout.maxMs, 2 * reconnectTimeoutMs);
    openSubscriptions();
  };

  const joining = new Joining({
    guest,
    onKnown: (id) => {
      status.joined();
      dispatch({ type: 'guestKnown', sender: senderOf(id) });
      openSubscriptions();
    },
    onFailure: () => status.showFollowing(),
    onForgotten: () => {
      subscriptions?.stop();
      subscriptions = null;
    },
    elapsed,
    random,
  });

  const fetchSnapshot = async (): Promise<SnapshotAnswer> => ({
    snapshot: await valueOf(client.queries.snapshot()),
    maxAgeMs: 0,
  });

  const fetchPublicSnapshot = async (): Promise<SnapshotAnswer> => {
    const sentAt = elapsed();
    try {
      const answer = await withTimeout(backend.publicSnapshot(), schedule, urgentTimeoutMs);
      const isReadSinceLive = sentAt - status.liveSince >= recentRoundsMaxAgeMs + answer.maxAgeMs;
      if (answer.snapshot.recentRounds && isReadSinceLive) knowsRecentRounds = true;
      return answer;
    } catch (error) {
      if (!joining.isKnown || isUpToDate()) throw error;
      return withTimeout(fetchSnapshot(), schedule, urgentTimeoutMs);
    }
  };

  /** Whether the screen is live and its round is not overdue, so that a public snapshot is not urgent. */
  const isUpToDate = () => status.isLive && clock.now() < nextDueAtMs() + overdueAfterMs;

  const snapshots = new SnapshotPoller({
    prepare: async (isSampleDue) => {
      isBackendAsked = joining.isKnown && (needsBackend || (isSampleDue && status.isLive));
      if (!isBackendAsked) return fetchPublicSnapshot;
      needsBackend = false;
      const id = await withTimeout(guest.id(), schedule);
      dispatch({ type: 'guestKnown', sender: senderOf(id) });
      return async () => {
        const answer = await fetchSnapshot();
        joining.confirm();
        return answer;
      };
    },
    clock,
    onSnapshot: (snapshot) => {
      dispatch({ type: 'snapshotArrived', snapshot });
      status.answered();
      checkWebSocket();
    },
    onError: async (error) => {
      if (isBackendAsked && status.isLive) needsBackend = true;
      status.failed(clock.now() >= nextDueAtMs() + overdueAfterMs);
      // Not after failed subscriptions: the WebSocket of a valid guest can be refused too, because Amplify signs its
      // request by the device's clock and corrects that clock for HTTP requests only.
      await joining.replaceIfStale(error);
    },
    round: currentRound,
    voters,
    isLive: () => status.isLive,
    // From then on, the screen itself sees rounds end and their last votes counted.
    recentRoundsLeftMs: () =>
      knowsRecentRounds ? undefined : status.liveSince + recentRoundsMaxAgeMs + cachedForMs - elapsed(),
    random,
  });

  const requestFromBackend = (delayMs = 0) => {
    needsBackend = true;
    snapshots.request(delayMs);
  };

  const openSubscriptions = () => {
    subscriptions?.stop();
    subscribedAt = elapsed();
    subscriptions = subscribe(
      client,
      options.chatRoom(),
      {
        round: (round) => {
          status.received();
          dispatch({ type: 'roundStarted', round });
          snapshots.roundStarted();
        },
        scores: (update) => {
          status.received();
          dispatch({ type: 'scoresPublished', update });
          // Every screen may have missed the round, and the backend cannot answer all of them at once.
          if (isAhead(update.scores.roundId)) snapshots.roundMissed();
        },
        message: (message) => dispatch({ type: 'messageReceived', message }),
        controls: (controls) => dispatch({ type: 'controlsChanged', controls, now: clock.now() }),
        // A blocked screen tries to subscribe again and again. That it fails means nothing new.
        error: () => status.current !== 'blocked' && requestFromBackend(settleMs),
      },
      { elapsed, random },
    );
  };

  /** Whether scores belong to a later round, so that its start was missed. */
  const isAhead = (roundId: string) => Number(roundId) > (currentRound()?.startsAt ?? 0);

  const report = (error: unknown) => {
    if (isStaleGuest(error)) requestFromBackend(settleMs);
  };

  const stopListening = backend.listen((event) => {
    if (isSubscriptionAck(event)) requestFromBackend(settleMs);
    status.reported(event);
  });

  snapshots.start();
  joining.ask();

  return {
    refresh: () => {
      snapshots.request();
      joining.ask();
    },
    join: () => joining.ask(),
    joined: () => joining.joined(),
    report,
    enterRoom: (room) => subscriptions?.enterRoom(room),
    close: () => {
      isClosed = true;
      joining.close();
      snapshots.close();
      stopListening();
      subscriptions?.stop();
    },
  };
}

function senderOf(id: string): string {
  return id.slice(-limits.senderLength);
}
