/**
 * Keeps a screen connected to the show: subscriptions for what is new, snapshots for what may have been
 * missed, and a new guest identity where the old one is of no use any more.
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

/** The three subscriptions are taken, or fail, within this time of each other; one snapshot does for all. */
const settleMs = 100;

/** Amplify tries to reconnect 5 s after a loss and then once a minute; when the backend answers, that is too rare. */
const patienceMs = 9000;

/** A guest is kept this long at least, and twice as long with each new identity that does not help either. */
const keepGuest = { leastMs: 5000, mostMs: 20 * 60_000 };

export interface ConnectOptions {
  backend: Backend;
  clock: ServerClock;
  dispatch: (event: ShowEvent) => void;
  /** When the round on the screen ends, in epoch milliseconds of the server. */
  roundEndsAtMs: () => number | null;
  /** How many people are known to have voted in it. */
  voters: () => number;
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
  random: () => number;
}

export interface ShowConnection {
  /** Something may have been missed: the page was asleep, or the network is back. */
  refresh(): void;
  /** A call failed: if that may be for the guest's credentials, a snapshot tells, and they are replaced. */
  report(error: unknown): void;
  close(): void;
}

export function connect(options: ConnectOptions): ShowConnection {
  const { backend, clock, roundEndsAtMs, voters, elapsed, random } = options;
  const { client, guest } = backend;
  let connection: Connection = 'connecting';
  let unsubscribe: (() => void) | null = null;
  let subscribedAt = 0;
  let forgottenAt = -Infinity;
  let keepGuestMs = keepGuest.leastMs;
  let isClosed = false;
  let knowsRecentRounds = false;

  const dispatch = (event: ShowEvent) => {
    if (!isClosed) options.dispatch(event);
  };

  /**
   * Asked for by failed snapshots alone: while those are answered, nothing is wrong with the guest. A WebSocket may be
   * refused all the same, since Amplify signs for it by the device's clock, and corrects that clock for calls only.
   */
  const forgetStaleGuest = async (error: unknown) => {
    if (isClosed || !isStaleGuest(error) || elapsed() - forgottenAt < keepGuestMs) return;
    keepGuestMs = Math.min(keepGuest.mostMs, 2 * keepGuestMs);
    forgottenAt = elapsed();
    try {
      await guest.forget();
    } catch {
      // The guest stays who it is, and the next failure asks for this again.
    }
  };

  const snapshots = new SnapshotPoller({
    prepare: async () => {
      const id = await withTimeout(guest.id(), schedule);
      if (isClosed) return;
      dispatch({ type: 'guestKnown', sender: id.slice(-limits.senderLength) });
      if (unsubscribe === null) openSubscriptions();
    },
    take: () => valueOf(client.queries.snapshot()),
    clock,
    onSnapshot: (snapshot) => {
      keepGuestMs = keepGuest.leastMs;
      dispatch({ type: 'snapshotArrived', snapshot });
      if (!knowsRecentRounds) void askRecentRounds();
      if (connection !== 'live' && elapsed() - subscribedAt > patienceMs) openSubscriptions();
    },
    onError: forgetStaleGuest,
    roundEndsAtMs,
    voters,
    isLive: () => connection === 'live',
    random,
  });

  /** Once, and again after a gap: in between, rounds end on this screen. */
  const askRecentRounds = async () => {
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
          snapshots.relax();
        },
        scores: (update) => {
          dispatch({ type: 'scoresPublished', update });
          if (isAhead(update.scores.roundId)) snapshots.ask();
        },
        message: (message) => dispatch({ type: 'messageReceived', message }),
        error: () => snapshots.ask(settleMs),
      },
      { elapsed, random },
    );
  };

  /** Scores of a round that nobody has told of: its start was missed. */
  const isAhead = (roundId: string) => Number(roundId) * 1000 >= (roundEndsAtMs() ?? 0);

  const report = (error: unknown) => {
    if (isStaleGuest(error)) snapshots.ask(settleMs);
  };

  const stopListening = backend.listen((event) => {
    if (isSubscriptionAck(event)) snapshots.ask(settleMs);
    const reported = connectionIn(event);
    if (reported === null) return;
    // The first attempt is no loss yet.
    connection = connection === 'connecting' && reported === 'reconnecting' ? 'connecting' : reported;
    if (connection !== 'live') knowsRecentRounds = false;
    dispatch({ type: 'connectionChanged', connection });
  });

  snapshots.ask();

  return {
    refresh: () => snapshots.ask(),
    report,
    close: () => {
      isClosed = true;
      snapshots.close();
      stopListening();
      unsubscribe?.();
    },
  };
}
