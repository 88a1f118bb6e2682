/**
 * Obtains the guest identity of a page, and replaces one that the backend rejects. Cognito issues 25 new identities a
 * second by default, so in a crowd of newcomers most requests fail. They are repeated with growing delays, and at once for
 * someone who votes or writes.
 */
import { BackendError, isStaleGuest } from './backend-error';
import { backoffMs, type BackoffRange } from './backoff';
import type { Guest } from './guest-identity';
import { schedule } from './schedule';
import { withTimeout } from './with-timeout';

/** Amplify repeats a request that Cognito refuses twice, within a second: each delay is followed by up to three calls. */
export const joinRetries: BackoffRange = { baseMs: 2000, capMs: 60_000 };

/** However often someone votes or writes, the page asks no more often than this. */
export const minAskIntervalMs = 5000;

/** The minimum lifetime of an identity. It doubles with each new identity that does not help either. */
const lifetime = { minMs: 5000, maxMs: 20 * 60_000 };

export interface JoiningOptions {
  guest: Guest;
  /** Called each time that an identity is obtained. */
  onKnown: (id: string) => void;
  /** Called each time that a request fails. */
  onFailure: () => void;
  /** Called after an identity was deleted. Another one is being requested. */
  onForgotten: () => void;
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
  random: () => number;
}

/** The requests of a page for its guest identity, until it is closed. */
export class Joining {
  #isKnown = false;
  #isClosed = false;
  #failures = 0;
  #askedAt = -Infinity;
  #forgottenAt = -Infinity;
  #lifetimeMs = lifetime.minMs;
  #request: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: JoiningOptions) {}

  /** Whether the page has an identity. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Whether the last request failed. */
  get hasFailed(): boolean {
    return this.#failures > 0;
  }

  /** Asks now, unless the identity is known or was asked for in the last seconds. */
  ask(): void {
    if (!this.#isKnown && this.options.elapsed() - this.#askedAt >= minAskIntervalMs) this.#send();
  }

  /** The backend has accepted the identity. */
  confirm(): void {
    this.#lifetimeMs = lifetime.minMs;
  }

  /** Replaces the identity if it may be the cause of an error, unless it is too new. */
  async replaceIfStale(error: unknown): Promise<void> {
    const { guest, elapsed, onForgotten } = this.options;
    if (this.#isClosed || !isStaleGuest(error) || elapsed() - this.#forgottenAt < this.#lifetimeMs) return;
    this.#lifetimeMs = Math.min(lifetime.maxMs, 2 * this.#lifetimeMs);
    this.#forgottenAt = elapsed();
    try {
      await guest.forget();
    } catch {
      // The identity stays, and the next error tries again.
      return;
    }
    this.#isKnown = false;
    this.#failures = 0;
    onForgotten();
    this.#send();
  }

  /**
   * Waits for the request in progress, if there is one.
   *
   * @throws {BackendError} `NotJoined` if the page has no identity after that
   */
  async joined(): Promise<void> {
    if (!this.#isKnown) await this.#request;
    if (!this.#isKnown) throw new BackendError('NotJoined', 'This page has no guest identity yet.');
  }

  /** Stops asking, and reports nothing after that. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #send(): void {
    if (this.#isClosed || this.#request !== null) return;
    clearTimeout(this.#timer);
    this.#askedAt = this.options.elapsed();
    this.#request = this.#attempt();
  }

  async #attempt(): Promise<void> {
    const { guest, onKnown, onFailure, random } = this.options;
    let id: string;
    try {
      id = await withTimeout(guest.id(), schedule);
    } catch (error) {
      this.#request = null;
      if (this.#isClosed) return;
      this.#failures += 1;
      this.#timer = setTimeout(() => this.#send(), backoffMs(this.#failures, joinRetries, random()));
      onFailure();
      void this.replaceIfStale(error);
      return;
    }
    this.#request = null;
    this.#isKnown = true;
    this.#failures = 0;
    if (!this.#isClosed) onKnown(id);
  }
}
