/** The session of a screen: the state to render and the guest's actions. Components use the backend only through it. */
import { valueFor } from '../amplify/by-voters';
import { pace } from '../amplify/limits';
import type { Category } from '../amplify/show';
import type { Backend, Message, PublicSnapshot } from './backend';
import { BackendError, isRefusal, valueOf } from './backend-error';
import { roomOf, roomsIn, type ChatRoom } from './chat-room';
import { RoomChanges } from './room-changes';
import { readConversation, writeConversation } from './stored-conversation';
import { ServerClock } from './clock';
import { connect, type ShowConnection } from './connect';
import { CountUp } from './count-up';
import { excessOf, totalOf } from './counts';
import type { DeviceStore } from './device-store';
import { GuestVotes } from './guest-votes';
import { StateListeners, type StateListener } from './state-listeners';
import { phaseAt } from './phase';
import { schedule } from './schedule';
import { emptyShow, showReducer, type ShowEvent, type ShowState } from './show-reducer';
import { deviceTime, type TimeSource } from './time';
import type { SendingPace } from './vote-batcher';

/** Scores arrive many times a second, and each update renders most of the screen. */
const minScoresIntervalMs = 200;

export interface ShowSessionOptions {
  backend: Backend;
  /** The snapshot that the server rendered the page with; null if it had none. */
  initial: PublicSnapshot | null;
  storage: DeviceStore;
  /** Keeps the last chat messages for a reload of the page. By default, none are kept. */
  visit?: DeviceStore | undefined;
  /** The chat room of a screen that belongs to nobody. Otherwise it follows from the guest. */
  chatRoom?: number | undefined;
  /** Whether counters count up to new totals. Otherwise, which is the default, they jump. */
  canCountUp?: () => boolean;
  time?: TimeSource;
  random?: () => number;
}

/** A session, from page load to unload. */
export class ShowSession {
  readonly clock: ServerClock;
  #state: ShowState;
  readonly #listeners: StateListeners;
  readonly #votes: GuestVotes;
  #connection: ShowConnection | null = null;
  readonly #roomChanges: RoomChanges;
  readonly #countUp: CountUp;
  readonly #random: () => number;
  readonly #elapsed: () => number;

  constructor(private readonly options: ShowSessionOptions) {
    const { backend, initial, storage, visit, time = deviceTime, random = Math.random } = options;
    this.#elapsed = time.elapsed;
    this.#random = random;
    this.clock = new ServerClock(time, initial ? clockError(initial, time.now()) : 0);
    const start = startingState(initial);
    const conversation = visit && readConversation(visit, this.clock.now());
    this.#state = conversation ? showReducer(start, { type: 'conversationRestored', conversation }) : start;
    this.#votes = new GuestVotes({
      backend,
      storage,
      joined: () => this.#connection?.joined(),
      dispatch: (event) => this.#dispatch(event),
      onFailure: (error) => this.#connection?.report(error),
      now: () => this.clock.now(),
      pace: () => this.#sendingPace(),
      random,
    });
    this.#roomChanges = new RoomChanges({
      target: () => this.#targetRoom(),
      voters: () => this.#voters(),
      random,
      schedule,
      onEntered: (chatRoom) => {
        this.#dispatch({ type: 'roomEntered', chatRoom });
        this.#connection?.enterRoom(chatRoom.room);
      },
    });
    this.#countUp = new CountUp({ step: (leftMs) => this.#stepUp(leftMs), elapsed: time.elapsed, schedule });
    this.#listeners = new StateListeners({ minIntervalMs: minScoresIntervalMs, elapsed: time.elapsed, schedule });
  }

  readonly getState = (): ShowState => this.#state;

  /** Calls back after changes, at limited frequency for scores. Returns a function that unsubscribes. */
  readonly subscribe = (listener: StateListener): (() => void) => this.#listeners.add(listener);

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
      round: () => this.#state.round,
      voters: () => this.#voters(),
      chatRoom: () => this.#state.chatRoom?.room ?? 0,
      elapsed: this.#elapsed,
      random: this.#random,
    });
    this.#connection = connection;
    this.#dispatch({ type: 'connectionChanged', connection: 'connecting' });
    if (this.#state.round) this.#votes.follow(this.#state.round);
    this.#roomChanges.check();
    return () => {
      if (this.#connection === connection) this.#close();
    };
  }

  /** Casts a vote in the current round. Returns false if voting is closed or the limit is reached. */
  readonly vote = (category: Category): boolean => {
    const { round, controls } = this.#state;
    if (round === null || phaseAt(round, this.clock.now(), controls.isPaused) !== 'open') return false;
    this.join();
    const isCast = this.#votes.vote(category);
    if (isCast) this.#dispatch({ type: 'voteCast', roundId: round.roundId, category });
    return isCast;
  };

  /** Asks for a guest identity at once if the page still waits for one: someone wants to vote or write. */
  readonly join = (): void => {
    this.#connection?.join();
  };

  /**
   * Sends a chat message.
   * @throws {BackendError} `SlowDown`, `ChatClosed`, `Muted`, `BlockedWord`, `NoSuchRoom`, `InvalidMessage`, `NotJoined`,
   *   `SessionClosed` or the type of another failure
   */
  readonly sendMessage = async (nickname: string, text: string): Promise<void> => {
    const connection = this.#connection;
    if (connection === null) throw new BackendError('SessionClosed', 'The session is closed.');
    this.join();
    const { sendMessage } = this.options.backend.client.mutations;
    await connection.joined();
    const room = this.#state.chatRoom?.room ?? 0;
    try {
      const message = await valueOf(sendMessage({ nickname, text, room }));
      this.#dispatch({ type: 'messageReceived', message });
    } catch (error) {
      connection.report(error);
      if (isRefusal(error, 'NoSuchRoom')) this.#leaveRoom();
      throw error;
    }
  };

  /**
   * Reports a chat message to the hosts.
   * @throws {BackendError} `SlowDown`, `NotJoined`, `SessionClosed` or the type of another failure
   */
  readonly reportMessage = async ({ id: messageId, sender, nickname, text }: Message): Promise<void> => {
    const connection = this.#connection;
    if (connection === null) throw new BackendError('SessionClosed', 'The session is closed.');
    this.join();
    await connection.joined();
    try {
      await valueOf(this.options.backend.client.mutations.reportMessage({ messageId, sender, nickname, text }));
    } catch (error) {
      connection.report(error);
      throw error;
    }
  };

  /** Sends held votes now, and stores the last messages: the page is being hidden or left. */
  readonly pageHidden = (): void => {
    this.#votes.flush();
    this.#storeConversation();
  };

  /** Sends held votes and requests a snapshot: the page is shown again, or the network is back. */
  readonly pageShown = (): void => {
    this.#votes.flush();
    this.#connection?.refresh();
  };

  /** The room does not exist any more: the screen waits for its turn to move, or does not know the current round. */
  #leaveRoom(): void {
    this.#roomChanges.enter();
    this.#connection?.refresh();
  }

  #storeConversation(): void {
    const { messages, removedMessages, chatRoom, sender, senderBeforeReload } = this.#state;
    const { visit } = this.options;
    const kept = messages.filter(({ id }) => !removedMessages.has(id));
    if (visit) writeConversation(visit, { messages: kept, chatRoom, sender: sender ?? senderBeforeReload });
  }

  #close(): void {
    this.#roomChanges.close();
    this.#votes.flush();
    this.#storeConversation();
    this.#connection?.close();
    this.#connection = null;
    this.#votes.close();
    this.#countUp.stop();
    this.#listeners.cancelPending();
  }

  #dispatch(event: ShowEvent): void {
    if (this.#connection === null) return;
    const before = this.#state;
    this.#state = showReducer(before, event);
    if (this.#state === before) return;
    const { round, sender } = this.#state;
    if (sender !== before.sender) this.#votes.flush();
    if (round && round.roundId !== before.round?.roundId) this.#votes.follow(round);
    else if (round && round.endedAt !== before.round?.endedAt) this.#votes.end(round);
    if (round?.rooms !== before.round?.rooms || sender !== before.sender) this.#roomChanges.check();
    if (event.type === 'scoresPublished') this.#countUp.start(this.#countUpMs());
    if (event.type === 'scoresPublished' || event.type === 'countedUp') this.#listeners.notifyThrottled();
    else this.#listeners.notify(event.type === 'voteCast');
  }

  /** The number of voters in this round, or in the one before until this one has more. */
  #voters(): number {
    const { round, voters } = this.#state;
    return Math.max(voters, round?.expectedVoters ?? 0);
  }

  #sendingPace(): SendingPace {
    const voters = this.#voters();
    return { holdMs: valueFor(pace.holdMs, voters), endSpreadMs: valueFor(pace.endSpreadMs, voters) };
  }

  #countUpMs(): number {
    return this.options.canCountUp?.() ? valueFor(pace.publishIntervalMs, this.#voters()) : 0;
  }

  /** Returns whether the counters have reached the totals. */
  #stepUp(leftMs: number): boolean {
    const isDone = () => totalOf(excessOf(this.#state.counts, this.#state.shown)) === 0;
    if (!isDone()) this.#dispatch({ type: 'countedUp', leftMs });
    return isDone();
  }

  #targetRoom(): ChatRoom | null {
    const { round, sender } = this.#state;
    const { chatRoom } = this.options;
    if (round === null || (sender === null && chatRoom === undefined)) return null;
    const rooms = roomsIn(round);
    return { room: chatRoom ?? roomOf(sender ?? '', rooms), rooms };
  }
}

/** Returns the state that the server renders and the browser starts with. */
export function startingState(initial: PublicSnapshot | null): ShowState {
  return initial ? showReducer(emptyShow, { type: 'snapshotArrived', snapshot: initial }) : emptyShow;
}

/**
 * Returns the lead of the server's clock if the device's clock is clearly wrong, in milliseconds. The snapshot contains
 * the time of rendering, but the time until now is unknown, so small differences mean nothing.
 */
function clockError(initial: PublicSnapshot, now: number): number {
  const differenceMs = initial.serverTime - now;
  return Math.abs(differenceMs) > 10_000 ? differenceMs : 0;
}
