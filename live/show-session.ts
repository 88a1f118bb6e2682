/** One screen at the show: state to render, intents to send. The only thing that components talk to. */
import { limits } from '../amplify/limits';
import type { Category, Counts } from '../amplify/show';
import type { Backend, Snapshot } from './backend';
import { BackendError, valueOf } from './backend-error';
import { claimBallot } from './ballot-store';
import { ServerClock } from './clock';
import { connect, type ShowConnection } from './connect';
import type { DeviceStore } from './device-store';
import { StateListeners } from './state-listeners';
import { phaseAt } from './phase';
import { schedule } from './schedule';
import { emptyShow, showReducer, type ShowEvent, type ShowState } from './show-reducer';
import { deviceTime, type TimeSource } from './time';
import { VoteBatcher } from './vote-batcher';

/** Votes of others come in many times a second, and each time most of the screen is drawn. */
const scoresEveryMs = 200;

export interface ShowSessionOptions {
  backend: Backend;
  /** What the server rendered the page with; null where it had nothing. */
  initial: Snapshot | null;
  storage: DeviceStore;
  time?: TimeSource;
  random?: () => number;
}

export class ShowSession {
  readonly clock: ServerClock;
  #state: ShowState;
  readonly #listeners: StateListeners;
  /** Of the round on the screen, and after it of earlier ones that still have something to bring in. */
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
    this.#listeners = new StateListeners({ minIntervalMs: scoresEveryMs, elapsed: time.elapsed, schedule });
  }

  readonly getState = (): ShowState => this.#state;

  /** Calls back after changes: after most at once, of votes of others now and then. Returns how to stop. */
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

  /** Casts one vote for the movie on the screen. Returns false where the round takes none. */
  readonly vote = (category: Category): boolean => {
    const { round } = this.#state;
    if (round === null || phaseAt(round, this.clock.now()) !== 'open') return false;
    const isCast = this.#batchers[0]?.vote(category) ?? false;
    if (isCast) this.#dispatch({ type: 'voteCast', roundId: round.roundId, category });
    return isCast;
  };

  /**
   * Says something in the chat room.
   * @throws {BackendError} `SlowDown`, `InvalidMessage`, `SessionClosed` or the type of another failure
   */
  readonly sendMessage = async (nickname: string, text: string): Promise<void> => {
    if (this.#connection === null) throw new BackendError('SessionClosed', 'The session is closed.');
    const { sendMessage } = this.options.backend.client.mutations;
    const message = await this.#answer(valueOf(sendMessage({ nickname, text })));
    this.#dispatch({ type: 'messageReceived', message });
  };

  /** The page is being hidden or left: what is held goes out now. */
  readonly pageHidden = (): void => {
    this.#flush();
  };

  /** The page is seen again, or the network is back. */
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

  /** The server keeps a ballot for each guest; Amplify, or another page, may have made this one another. */
  async #cast(roundId: string, votes: Counts): Promise<Counts> {
    const { backend, storage } = this.options;
    const id = await backend.guest.id();
    claimBallot(storage, roundId, id.slice(-limits.senderLength));
    return valueOf(backend.client.mutations.castVotes({ roundId, ...votes }));
  }

  async #answer<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
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

  /** A new round has a new ballot. The old batcher ends by itself, with the grace of its round. */
  #followRound(): void {
    const { round } = this.#state;
    if (round === null) return;
    const { roundId } = round;
    const batcher = new VoteBatcher({
      roundId,
      endsAtMs: round.endsAt * 1000,
      storage: this.options.storage,
      send: (votes) => this.#answer(this.#cast(roundId, votes)),
      now: () => this.clock.now(),
      random: this.#random,
      schedule,
      onAccepted: (votes) => this.#dispatch({ type: 'ballotKnown', roundId, votes }),
      onRefused: (refused) => this.#dispatch({ type: 'votesRefused', roundId, refused }),
    });
    this.#batchers = [batcher, ...this.#batchers.filter(({ isDone }) => !isDone)];
    this.#dispatch({ type: 'ballotKnown', roundId, votes: batcher.votes });
  }
}

/** What the server renders the page with, and what the browser starts from. */
export function startingState(initial: Snapshot | null): ShowState {
  return initial ? showReducer(emptyShow, { type: 'snapshotArrived', snapshot: initial }) : emptyShow;
}

/**
 * The page says when it was rendered, but not how long it travelled: good enough to find a clock that is
 * plainly wrong, in milliseconds, and no reason to distrust one that is not.
 */
function clockError(initial: Snapshot, now: number): number {
  const differenceMs = initial.serverTime - now;
  return Math.abs(differenceMs) > 10_000 ? differenceMs : 0;
}
