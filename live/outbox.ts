/**
 * Carries a guest's messages to the chat in slow mode: one after another, none sooner than the server takes it.
 * What is written meanwhile is held and sent in its turn. A message that fails, and those behind it, come back.
 */
import { withTimeout } from './with-timeout';
import { isRefusal } from './backend-error';

/** Messages that wait; whoever writes faster than that has to wait too. */
export const maxHeld = 3;

/** How often one message is sent at most, where the server says that it comes too soon. */
export const maxAttempts = 4;

export interface Outgoing {
  nickname: string;
  text: string;
}

/** What the screen shows of it. */
export interface OutboxState {
  /** Messages that wait for their turn. */
  held: number;
  /** Until when none is sent, in milliseconds of the monotonic clock; null if the next one is sent at once. */
  waitsUntil: number | null;
}

export interface OutboxOptions {
  /** @throws what the backend refused or failed with */
  send: (message: Outgoing) => Promise<void>;
  /** Least time between two messages, in milliseconds. */
  intervalMs: number;
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
  /** Calls back after a time in milliseconds; returns how to cancel. */
  schedule: (delayMs: number, callback: () => void) => () => void;
  /** These were not sent, in the order of writing. */
  onReturned: (messages: Outgoing[], error: unknown) => void;
}

const atRest: OutboxState = { held: 0, waitsUntil: null };

export class Outbox {
  #queue: Outgoing[] = [];
  #state = atRest;
  #isSending = false;
  #attempts = 0;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly options: OutboxOptions) {}

  readonly getState = (): OutboxState => this.#state;

  /** Calls back after every change. Returns how to stop. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Sends a message, now or in its turn. Returns false where too many wait already. */
  readonly submit = (message: Outgoing): boolean => {
    const isTravelling = this.#isSending ? 1 : 0;
    if (this.#queue.length - isTravelling >= maxHeld) return false;
    this.#queue.push(message);
    void this.#next();
    return true;
  };

  async #next(): Promise<void> {
    const [message] = this.#queue;
    if (message === undefined || this.#isSending || this.#state.waitsUntil !== null) {
      this.#tell();
      return;
    }
    this.#isSending = true;
    this.#attempts += 1;
    this.#tell();
    const { send, schedule } = this.options;
    try {
      await withTimeout(send(message), schedule);
      this.#queue.shift();
      this.#attempts = 0;
      // From the answer on: the server took it before, so the next one cannot come too soon.
      this.#wait();
    } catch (error) {
      if (isRefusal(error, 'SlowDown') && this.#attempts < maxAttempts) this.#wait();
      else this.#giveBack(error);
    } finally {
      this.#isSending = false;
      this.#tell();
    }
  }

  #wait(): void {
    const { intervalMs, elapsed, schedule } = this.options;
    this.#state = { ...this.#state, waitsUntil: elapsed() + intervalMs };
    schedule(intervalMs, () => {
      this.#state = { ...this.#state, waitsUntil: null };
      void this.#next();
    });
  }

  #giveBack(error: unknown): void {
    const messages = this.#queue;
    this.#queue = [];
    this.#attempts = 0;
    this.options.onReturned(messages, error);
  }

  #tell(): void {
    const held = this.#queue.length - (this.#isSending ? 1 : 0);
    this.#state = { ...this.#state, held };
    this.#listeners.forEach((listener) => listener());
  }
}
