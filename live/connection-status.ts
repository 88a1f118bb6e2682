/**
 * The state of its connection that a screen shows: what Amplify reports of the WebSocket, and what it does not notice. It
 * takes minutes to notice that nothing comes through an open WebSocket, and never says that something blocks one.
 */
import type { ApiEvent } from './backend';
import { connectionIn, isKeepAliveMissed } from './connection';
import type { Connection } from './show-reducer';

/** If the backend answers for this long and its WebSocket is not connected, something on the way blocks it. */
const blockedAfterMs = 20_000;

export interface ConnectionStatusOptions {
  /** Whether the page has no guest identity because the last request for one failed. */
  hasJoinFailed: () => boolean;
  /** Whether the page has asked for a WebSocket, which takes an identity. */
  hasSubscribed: () => boolean;
  onChange: (current: Connection, before: Connection) => void;
  /** A monotonic clock, in milliseconds. */
  elapsed: () => number;
}

/** The connection of a page, from its load. */
export class ConnectionStatus {
  #current: Connection = 'connecting';
  /** Whether the WebSocket is open and nothing comes. */
  #isSilent = false;
  /** Whether the last HTTP request was answered. */
  #isAnswered = false;
  #liveSince = 0;
  /** Since when the page is not live although no request has failed. */
  #notLiveSince: number;

  constructor(private readonly options: ConnectionStatusOptions) {
    this.#notLiveSince = options.elapsed();
  }

  get current(): Connection {
    return this.#current;
  }

  get isLive(): boolean {
    return this.#current === 'live';
  }

  /** When the page was last connected, in milliseconds of the monotonic clock. */
  get liveSince(): number {
    return this.#liveSince;
  }

  /** Amplify reports something. */
  reported(event: ApiEvent): void {
    const reported = connectionIn(event);
    if (reported === null || (this.#isSilent && isKeepAliveMissed(event))) return;
    this.#isSilent = false;
    // The first connection attempt is not a reconnection, and those of a blocked screen go on all the time.
    const isAttempt = reported === 'reconnecting' && ['connecting', 'following', 'blocked'].includes(this.#current);
    if (!isAttempt) this.#change(reported);
  }

  /** The WebSocket has delivered something. */
  received(): void {
    if (this.#isSilent) this.#change('live');
    this.#isSilent = false;
  }

  /** The backend has answered an HTTP request. */
  answered(): void {
    this.#isAnswered = true;
    this.showFollowing();
    this.received();
    if (this.isLive || this.#current === 'offline' || !this.options.hasSubscribed()) return;
    if (this.options.elapsed() - this.#notLiveSince >= blockedAfterMs) this.#change('blocked');
  }

  /**
   * An HTTP request has failed.
   *
   * @param isOverdue whether a round is overdue, too: then the backend is away although the WebSocket is still open
   */
  failed(isOverdue: boolean): void {
    this.#isAnswered = false;
    this.#notLiveSince = this.options.elapsed();
    if (this.#current === 'blocked') this.#change('reconnecting');
    if (this.isLive && isOverdue) {
      this.#isSilent = true;
      this.#change('reconnecting');
    }
    this.showFollowing();
  }

  /** The page has a guest identity. */
  joined(): void {
    this.#notLiveSince = this.options.elapsed();
    if (this.#current === 'following') this.#change('connecting');
  }

  /** Without an identity, a page cannot connect. It says that it follows the rounds, unless it does not even do that. */
  showFollowing(): void {
    const isWaiting = this.#current === 'connecting' || this.#current === 'reconnecting';
    if (isWaiting && this.options.hasJoinFailed() && this.#isAnswered) this.#change('following');
    if (this.#current === 'following' && !this.#isAnswered) this.#change('connecting');
  }

  #change(next: Connection): void {
    const before = this.#current;
    if (next === before) return;
    if (next === 'live') this.#liveSince = this.options.elapsed();
    else if (before === 'live' || before === 'offline') this.#notLiveSince = this.options.elapsed();
    this.#current = next;
    this.options.onChange(next, before);
  }
}
