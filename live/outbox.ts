/**
 * Sends a guest's chat messages one after another, no faster than the server accepts them. Messages written in the
 * meantime are queued. A message whose room is gone is sent again, as the screen moves to another. If a message fails, it
 * and all queued messages are returned to the caller.
 */
import { withTimeout } from './with-timeout';
import { isRefusal } from './backend-error';

/** The maximum number of queued messages. */
export const maxHeld = 3;

/** The maximum number of attempts to send a message that the server refuses as too soon, or in this room. */
export const maxAttempts = 4;

export interface Outgoing {
  nickname: string;
  text: string;
}

/** The part of the state that the screen shows. */
export interface OutboxState {
  /** The number of queued messages. */
  held: number;
  /** No message is sent before this time of the monotonic clock, in milliseconds; null if the next is sent at once. */
  waitsUntil: number | null;
}

export interface OutboxOptions {
  /** @throws the error of the backend */
  send: (message: Outgoing) => Promise<void>;
  /** The minimum time between two messages, in milliseconds. Hosts change it. */
  intervalMs: () => number;
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
  /** Calls back after a delay in milliseconds; returns a function that cancels it. */
  schedule: (delayMs: number, callback: () => void) => () => void;
  /** Receives the messages that were not sent, in the order of submission. */
  onReturned: (messages: Outgoing[], error: unknown) => void;
}

/** With a longer interval, which a host has set, no message is queued: its author can change it until it can be sent. */
const maxHoldingMs = 2000;

const initialState: OutboxState = { held: 0, waitsUntil: null };

/** The queue of a guest's chat messages. */
export class Outbox {
  #queue: Outgoing[] = [];
  #state = initialState;
  #isSending = false;
  #attempts = 0;
  #waiting: { since: number; cancel: () => void } | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly options: OutboxOptions) {}

  readonly getState = (): OutboxState => this.#state;

  /** Calls back after each change. Returns a function that unsubscribes. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Sends or queues a message. Returns false if the queue is full, or if the author has to wait for long. */
  readonly submit = (message: Outgoing): boolean => {
    const sending = this.#isSending ? 1 : 0;
    const isBusy = this.#isSending || this.#state.waitsUntil !== null;
    if (isBusy && this.#queue.length - sending >= (this.#canHold ? maxHeld : 0)) return false;
    this.#queue.push(message);
    void this.#next();
    return true;
  };

  /** The interval has changed: a wait that has begun may end sooner. */
  readonly intervalChanged = (): void => {
    const { since } = this.#waiting ?? {};
    if (since !== undefined && since + this.options.intervalMs() < (this.#state.waitsUntil ?? 0)) {
      this.#wait(since);
      this.#notify();
    }
  };

  get #canHold(): boolean {
    return this.options.intervalMs() <= maxHoldingMs;
  }

  async #next(): Promise<void> {
    const [message] = this.#queue;
    if (message === undefined || this.#isSending || this.#state.waitsUntil !== null) {
      this.#notify();
      return;
    }
    this.#isSending = true;
    this.#attempts += 1;
    this.#notify();
    const { send, schedule } = this.options;
    try {
      await withTimeout(send(message), schedule);
      this.#queue.shift();
      this.#attempts = 0;
      // The wait starts at the response: the server accepted the message before, so the next one is not too soon.
      this.#wait();
    } catch (error) {
      const isTooSoon = isRefusal(error, 'SlowDown') && this.#canHold;
      if ((isTooSoon || isRefusal(error, 'NoSuchRoom')) && this.#attempts < maxAttempts) this.#wait();
      else this.#returnAll(error);
    } finally {
      this.#isSending = false;
      this.#notify();
    }
  }

  #wait(since = this.options.elapsed()): void {
    const { intervalMs, elapsed, schedule } = this.options;
    this.#waiting?.cancel();
    const waitsUntil = since + intervalMs();
    this.#state = { ...this.#state, waitsUntil };
    const cancel = schedule(Math.max(0, waitsUntil - elapsed()), () => {
      this.#waiting = null;
      this.#state = { ...this.#state, waitsUntil: null };
      void this.#next();
    });
    this.#waiting = { since, cancel };
  }

  #returnAll(error: unknown): void {
    const messages = this.#queue;
    this.#queue = [];
    this.#attempts = 0;
    this.options.onReturned(messages, error);
  }

  #notify(): void {
    const held = this.#queue.length - (this.#isSending ? 1 : 0);
    this.#state = { ...this.#state, held };
    this.#listeners.forEach((listener) => listener());
  }
}
