/**
 * Locks a user out after failed attempts to sign in, for longer with each: "Lockout behavior for failed sign-in attempts",
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html
 */
import { LRUCache } from 'lru-cache';
import { CognitoError } from '../errors';

/** Attempts that are free of a lockout. */
const freeAttempts = 5;
const maxLockoutMs = 15 * 60_000;
/** After this time without an attempt, the count starts again. */
const forgottenAfterMs = 15 * 60_000;
const maxUsernames = 10_000;

interface Attempts {
  count: number;
  lastAt: number;
  lockedUntil: number;
}

export class FailedAttempts {
  readonly #attempts = new LRUCache<string, Attempts>({ max: maxUsernames });
  readonly #now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @throws {CognitoError} `NotAuthorizedException` during a lockout */
  assertNotLocked(username: string): void {
    if ((this.#attempts.get(username)?.lockedUntil ?? 0) > this.#now()) {
      throw new CognitoError('NotAuthorizedException', 'Password attempts exceeded');
    }
  }

  add(username: string): void {
    const now = this.#now();
    const previous = this.#attempts.get(username);
    const isForgotten = !previous || previous.lastAt + forgottenAfterMs <= now;
    const count = isForgotten ? 1 : previous.count + 1;
    const lockoutMs = count < freeAttempts ? 0 : Math.min(1000 * 2 ** (count - freeAttempts), maxLockoutMs);
    this.#attempts.set(username, { count, lastAt: now, lockedUntil: now + lockoutMs });
  }

  reset(username: string): void {
    this.#attempts.delete(username);
  }
}
