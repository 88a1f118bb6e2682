/** What the actions of one user pool share. */
import { z } from 'zod';
import type { UserPool } from '../../cloudformation/deployment';
import { CognitoError } from '../errors';
import { parseInput } from '../input';
import type { ChallengeSessions } from './challenge-sessions';
import type { FailedAttempts } from './failed-attempts';
import type { TokenIssuer } from './tokens';
import type { User, UserStore } from './user-store';

export interface UserPoolContext {
  userPool: UserPool;
  store: UserStore;
  tokens: TokenIssuer;
  sessions: ChallengeSessions;
  failedAttempts: FailedAttempts;
  /** The secret from which the answers for unknown users derive. */
  key: Buffer;
  /** Milliseconds since the epoch. */
  now: () => number;
}

const maxUsernameLength = 128;

/** `us-east-1_Example` has the name `Example` in proofs of passwords. */
export function poolNameOf({ id }: UserPool): string {
  return id.slice(id.indexOf('_') + 1);
}

export const textSchema = z
  .string('Member must not be null')
  .min(1, 'Member must have length greater than or equal to 1');

/** `AuthParameters` and `ChallengeResponses`. */
export const parametersSchema = z.record(z.string(), z.string());

/** @throws {CognitoError} `InvalidParameterException` if the input does not match */
export function parseUserPoolInput<Input>(schema: z.ZodType<Input>, input: unknown): Input {
  return parseInput(schema, input, 'InvalidParameterException');
}

/** @throws {CognitoError} `InvalidParameterException` if the parameter is missing */
export function requireParameter(parameters: Record<string, string> | null | undefined, name: string): string {
  const value = parameters?.[name];
  if (value === undefined) {
    throw new CognitoError('InvalidParameterException', `Missing required parameter ${name}`);
  }
  return value;
}

/** @throws {CognitoError} `InvalidParameterException` if the name is missing, or empty or longer than AWS allows */
export function requireUsername(parameters: Record<string, string> | null | undefined): string {
  const username = requireParameter(parameters, 'USERNAME');
  if (username.length < 1 || username.length > maxUsernameLength) {
    throw new CognitoError('InvalidParameterException', `USERNAME must have 1 to ${maxUsernameLength} characters.`);
  }
  return username;
}

/** @throws {CognitoError} `ResourceNotFoundException` for another client */
export function assertClient({ clientId }: UserPool, given: string): void {
  if (given !== clientId) {
    throw new CognitoError('ResourceNotFoundException', `User pool client ${given} does not exist.`);
  }
}

/** @throws {CognitoError} `NotAuthorizedException` if the user does not exist any more */
export function userById(store: UserStore, id: string): User {
  const user = store.users.find((one) => one.id === id);
  if (!user) throw new CognitoError('NotAuthorizedException', 'Incorrect username or password.');
  return user;
}

/**
 * @returns the user of an access token whose sign-in was not revoked
 * @throws {CognitoError} `NotAuthorizedException` otherwise
 */
export async function userOfAccessToken({ store, tokens }: UserPoolContext, accessToken: string): Promise<User> {
  const { userId, signInId } = await tokens.verifyAccessToken(accessToken);
  const user = store.users.find(({ id }) => id === userId);
  if (!user?.signIns.some(({ id }) => id === signInId)) {
    throw new CognitoError('NotAuthorizedException', 'Access Token has been revoked');
  }
  return user;
}
