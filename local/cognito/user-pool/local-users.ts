/** The users that the options of the local backend name, as an administrator would create and invite them. */
import { randomUUID } from 'node:crypto';
import type { UserPool } from '../../cloudformation/deployment';
import { poolNameOf } from './context';
import { temporaryPasswordOf } from './passwords';
import { createPasswordVerifier } from './srp';
import type { UserStore } from './user-store';

export interface LocalUser {
  email: string;
  /** Names of groups of the user pool. */
  groups?: readonly string[];
}

export interface InvitedUser {
  email: string;
  /** Set until the user has chosen a password. */
  temporaryPassword?: string;
}

/**
 * Creates the users that do not exist, puts all into their groups, and deletes those that are not listed.
 *
 * @param key the secret from which temporary passwords derive
 * @throws {Error} if a group does not exist
 */
export async function createLocalUsers(
  store: UserStore,
  userPool: UserPool,
  users: readonly LocalUser[],
  key: Buffer,
): Promise<void> {
  for (const { email, groups = [] } of users) {
    const unknown = groups.find((group) => !userPool.groups.some(({ name }) => name === group));
    if (unknown !== undefined) throw new Error(`The user pool has no group ${unknown} for ${email}.`);
    const existing = store.find(email);
    if (existing) {
      existing.groups = [...groups];
      continue;
    }
    const id = randomUUID();
    store.users.push({
      id,
      email,
      groups: [...groups],
      status: 'FORCE_CHANGE_PASSWORD',
      password: createPasswordVerifier({ poolName: poolNameOf(userPool), userId: id }, temporaryPasswordOf(key, id)),
      signIns: [],
    });
  }
  const listed = new Set(users.map(({ email }) => email.toLowerCase()));
  store.users = store.users.filter(({ email }) => listed.has(email.toLowerCase()));
  await store.save();
}

/** @returns the users in the order in which they were created */
export function invitedUsers(store: UserStore, key: Buffer): InvitedUser[] {
  return store.users.map(({ id, email, status }) => ({
    email,
    ...(status === 'FORCE_CHANGE_PASSWORD' ? { temporaryPassword: temporaryPasswordOf(key, id) } : {}),
  }));
}
