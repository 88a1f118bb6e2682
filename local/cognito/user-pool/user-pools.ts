/** Opens the user pool of a deployment, with its stored users. */
import path from 'node:path';
import type { UserPool } from '../../cloudformation/deployment';
import { ChallengeSessions } from './challenge-sessions';
import type { UserPoolContext } from './context';
import { FailedAttempts } from './failed-attempts';
import { createLocalUsers, type LocalUser } from './local-users';
import { TokenIssuer } from './tokens';
import { UserStore } from './user-store';

export interface UserPoolsOptions {
  /** One file in it for each pool. */
  folder: string;
  region: string;
  /** The secret of the local backend, at least 32 bytes. */
  key: Buffer;
  /** Who exists in each pool. */
  users: readonly LocalUser[];
  /** Milliseconds since the epoch. */
  now?: () => number;
}

export class UserPools {
  readonly #options: UserPoolsOptions;
  /** One for each file, since the pool of a deployment and that of the next may be the same. */
  readonly #stores = new Map<string, Promise<UserStore>>();

  constructor(options: UserPoolsOptions) {
    this.#options = options;
  }

  /** @throws if the file of the pool is damaged, or a user's group does not exist */
  async open(userPool: UserPool): Promise<UserPoolContext> {
    const { region, key, users, now = Date.now } = this.#options;
    const store = await this.#openStore(userPool.id);
    await createLocalUsers(store, userPool, users, key);
    return {
      userPool,
      store,
      tokens: new TokenIssuer(region, userPool, store.signingKey, now),
      sessions: new ChallengeSessions(now),
      failedAttempts: new FailedAttempts(now),
      key,
      now,
    };
  }

  #openStore(userPoolId: string): Promise<UserStore> {
    const opened = this.#stores.get(userPoolId);
    if (opened) return opened;
    const opening = UserStore.open(path.join(this.#options.folder, `${userPoolId}.json`));
    this.#stores.set(userPoolId, opening);
    return opening;
  }
}
