/** The session of a screen: the state to render and the guest's actions. Components use the backend only through it. */
import { limits } from '../amplify/limits';
import type { Category, Counts } from '../amplify/show';
import type { Backend, Snapshot } from './backend';
import { BackendError, valueOf } from './backend-error';
import { assignVotes } from './stored-votes';
import { ServerClock } from './clock';
import { connect, type ShowConnection } from './connect';
import type { DeviceStore } from './device-store';
import { StateListeners } from './state-listeners';
import { phaseAt } from './phase';
import { schedule } from './schedule';
import { emptyShow, showReducer, type ShowEvent, type ShowState } from './show-reducer';
import { deviceTime, type TimeSource } from './time';
import { VoteBatcher } from './vote-batcher';

/** Scores arrive many times a second, and each update renders most of the screen. */
const minScoresIntervalMs = 200;

export interface ShowSessionOptions {
  backend: Backend;
  /** The snapshot that the server rendered the page with; null if it had none. */
  initial: Snapshot | null;
  storage: DeviceStore;
  time?: TimeSource;
  random?: () => number;
}

/** A session, from page load to unload. */
export class ShowSession {
  readonly clock: ServerClock;
  #state: ShowState;
  readonly #listeners: StateListeners;
  /** The batcher of the current round, followed by those of earlier rounds that still have unsent votes. */
  #batchers: VoteBatcher[] = [];
  #connection: ShowConnection | null = null;
  readonly #random: () => number;
  readonly #elapsed: () => number;

  constructor(private readonly options: ShowSessionOptions) {
    const { initial, time = deviceTime, random = Math.random } = options;
    this.#elapsed = time.elapsed;
    this.#random = random;
    this.clock = new ServerClock(time, initial ? clockError(initial, time.now()) : 0);
    this.#state = startingState(initial);
    this.#listeners = new StateListeners({ minIntervalMs: minScoresIntervalMs, elapsed: time.elapsed, schedule });
  }

  readonly getState = (): ShowState => this.#state;

  /** Calls back after changes, at limited frequency for scores. Returns a function that unsubscribes. */
  readonly subscribe = (listener: () => void): (() => void) => this.#listeners.add(listener);

  /**
   * Connects to the backend. A closed session can be started again.
   *
   * @returns a function that closes the session: held votes are sent, and after that nothing is sent or changed
   */
  start(): () => void {
    if (this.#connection !== null) throw new Error('The session is already open.');
    const connection = connect({
      backend: this.options.backend,
      clock: this.clock,
      dispatch: (event) => this.#dispatch(event),
      roundEndsAtMs: () => (this.#state.round ? this.#state.round.endsAt * 1000 : null),
      voters: () => this.#state.voters,
      elapsed: this.#elapsed,
      random: this.#random,
    });
    this.#connection = connection;
    this.#dispatch({ type: 'connectionChanged', connection: 'connecting' });
    this.#followRound();
    return () => {
      if (this.#connection === connection) this.#close();
    };
  }

  /** Casts a vote in the current round. Returns false if the round does not accept it. */
  readonly vote = (category: Category): boolean => {
    const { round } = this.#state;
    if (round === null || phaseAt(round, this.clock.now()) !== 'open') return false;
    const isCast = this.#batchers[0]?.vote(category) ?? false;
    if (isCast) this.#dispatch({ type: 'voteCast', roundId: round.roundId, category });
    return isCast;
  };

  /**
   * Sends a chat message.
   * @throws {BackendError} `SlowDown`, `InvalidMessage`, `SessionClosed` or the type of another failure
   */
  readonly sendMessage = async (nickname: string, text: string): Promise<void> => {
    if (this.#connection === null) throw new BackendError('SessionClosed', 'The session is closed.');
    const { sendMessage } = this.options.backend.client.mutations;
    const message = await this.#reportFailure(valueOf(sendMessage({ nickname, text })));
    this.#dispatch({ type: 'messageReceived', message });
  };

  /** Sends held votes now: the page is being hidden or left. */
  readonly pageHidden = (): void => {
    this.#flush();
  };

  /** Sends held votes and requests a snapshot: the page is shown again, or the network is back. */
  readonly pageShown = (): void => {
    this.#flush();
    this.#connection?.refresh();
  };

  #close(): void {
    this.#connection?.close();
    this.#connection = null;
    this.#flush();
    this.#batchers.forEach((batcher) => batcher.close());
    this.#batchers = [];
    this.#listeners.cancelPending();
  }

  #flush(): void {
    this.#batchers.forEach((batcher) => batcher.flush());
  }

  /** The server keeps the totals of each guest identity, and Amplify or another page may have replaced this one. */
  async #cast(roundId: string, votes: Counts): Promise<Counts> {
    const { backend, storage } = this.options;
    const id = await backend.guest.id();
    assignVotes(storage, roundId, id.slice(-limits.senderLength));
    return valueOf(backend.client.mutations.castVotes({ roundId, ...votes }));
  }

  async #reportFailure<T>(response: Promise<T>): Promise<T> {
    try {
      return await response;
    } catch (error) {
      this.#connection?.report(error);
      throw error;
    }
  }

  #dispatch(event: ShowEvent): void {
    if (this.#connection === null) return;
    const before = this.#state;
    this.#state = showReducer(before, event);
    if (this.#state === before) return;
    if (this.#state.round?.roundId !== before.round?.roundId) this.#followRound();
    if (event.type === 'scoresPublished') this.#listeners.notifyThrottled();
    else this.#listeners.notify();
  }

  /** Each round has its own batcher. The previous one ends on its own after the grace period of its round. */
  #followRound(): void {
    const { round } = this.#state;
    if (round === null) return;
    const { roundId } = round;
    const batcher = new VoteBatcher({
      roundId,
      endsAtMs: round.endsAt * 1000,
      storage: this.options.storage,
      send: (votes) => this.#reportFailure(this.#cast(roundId, votes)),
      now: () => this.clock.now(),
      random: this.#random,
      schedule,
      onAccepted: (votes) => this.#dispatch({ type: 'ownVotesKnown', roundId, votes }),
      onRefused: (refused) => this.#dispatch({ type: 'votesRefused', roundId, refused }),
    });
    this.#batchers = [batcher, ...this.#batchers.filter(({ isDone }) => !isDone)];
    this.#dispatch({ type: 'ownVotesKnown', roundId, votes: batcher.votes });
  }
}

/** Returns the state that the server renders and the browser starts with. */
export function startingState(initial: Snapshot | null): ShowState {
  return initial ? showReducer(emptyShow, { type: 'snapshotArrived', snapshot: initial }) : emptyShow;
}

/**
 * Returns the lead of the server's clock if the device's clock is clearly wrong, in milliseconds. The snapshot contains
 * the time of rendering, but the time until now is unknown, so small differences mean nothing.
 */
function clockError(initial: Snapshot, now: number): number {
  const differenceMs = initial.serverTime - now;
  return Math.abs(differenceMs) > 10_000 ? differenceMs : 0;
}
