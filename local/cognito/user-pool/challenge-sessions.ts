/**
 * The challenges that a sign-in still has to answer. A session belongs to one user and one challenge, and ends with its
 * answer. They are not stored: a sign-in in progress does not survive a restart.
 */
import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { CognitoError } from '../errors';
import type { PasswordVerifier, SrpExchange } from './srp';

/** The default of `AuthSessionValidity`. */
const lifetimeMs = 3 * 60_000;

/** Wrong answers that end a session, such as a mistyped code. */
const maxMistakes = 3;

/** Limits the memory that strangers can take. */
const maxSessions = 10_000;

const idBytes = 64;

export type Challenge =
  | {
      name: 'PASSWORD_VERIFIER';
      exchange: SrpExchange;
      password: PasswordVerifier;
      /** The name that began the sign-in, in lower case. */
      username: string;
    }
  | { name: 'NEW_PASSWORD_REQUIRED' }
  | { name: 'MFA_SETUP'; secret?: string; verifiedStep?: number }
  | { name: 'SOFTWARE_TOKEN_MFA' };

interface Session {
  /** The id of the user; of an unknown user, an invented one. */
  userId: string;
  challenge: Challenge;
  expiresAt: number;
  mistakes: number;
  isUsed: boolean;
}

type ChallengeOf<Name extends Challenge['name']> = Extract<Challenge, { name: Name }>;

export interface OpenedSession<Name extends Challenge['name']> {
  userId: string;
  challenge: ChallengeOf<Name>;
  /** Allows another answer after a mistake, unless there were too many. */
  allowAnotherAnswer(): void;
}

export class ChallengeSessions {
  readonly #sessions = new LRUCache<string, Session>({ max: maxSessions });
  readonly #now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @returns the session's id, base64 */
  create(userId: string, challenge: Challenge): string {
    const id = randomBytes(idBytes).toString('base64');
    this.#sessions.set(id, {
      userId,
      challenge,
      expiresAt: this.#now() + lifetimeMs,
      mistakes: 0,
      isUsed: false,
    });
    return id;
  }

  /**
   * Ends the session, whose challenge is now answered.
   *
   * @param isUser whether the answer names the user of the session
   * @throws {CognitoError} if there is no such session of this user for this challenge, or it has ended
   */
  use<Name extends Challenge['name']>(
    id: string | null | undefined,
    name: Name,
    isUser?: (userId: string, challenge: ChallengeOf<Name>) => boolean,
  ): OpenedSession<Name> {
    const session = this.#sessions.get(id ?? '');
    if (!session || !isChallenge(session.challenge, name) || isUser?.(session.userId, session.challenge) === false) {
      throw invalidSession('Invalid session for the user.');
    }
    if (session.expiresAt <= this.#now()) throw invalidSession('Invalid session for the user, session is expired.');
    if (session.isUsed) throw invalidSession('Invalid session for the user, session can only be used once.');
    session.isUsed = true;
    return {
      userId: session.userId,
      challenge: session.challenge,
      allowAnotherAnswer: () => {
        session.mistakes += 1;
        session.isUsed = session.mistakes >= maxMistakes;
      },
    };
  }
}

function isChallenge<Name extends Challenge['name']>(challenge: Challenge, name: Name): challenge is ChallengeOf<Name> {
  return challenge.name === name;
}

function invalidSession(message: string): CognitoError {
  return new CognitoError('NotAuthorizedException', message);
}
