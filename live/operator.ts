/** Who is signed in in this tab, and where Amplify keeps the tokens. Nothing here touches the guest of the same device. */
import { Amplify } from 'aws-amplify';
import { fetchAuthSession } from 'aws-amplify/auth';
import {
  CognitoAWSCredentialsAndIdentityIdProvider,
  cognitoUserPoolsTokenProvider,
  DefaultIdentityIdStore,
} from 'aws-amplify/auth/cognito';
import type { KeyValueStorageInterface } from 'aws-amplify/utils';
import { amplifyConfig, type Outputs } from './amplify-config';
import { BackendError } from './backend-error';
import { memoryStore, visitStore, type DeviceStore } from './device-store';
import type { Guest } from './guest-identity';

/** The group whose members may run the show. */
const operatorsGroup = 'operators';

/** A user of the user pool. */
export interface Account {
  /** The user's id, `sub`, by which the backend records actions. */
  id: string;
  /** Whether the token names the group of operators. The backend decides by the role, whatever the page shows. */
  isOperator: boolean;
}

/** What is known of the claims of an ID token. */
export type Claims = Record<string, unknown>;

/** Returns the account of an ID token, or null if there is none. */
export function accountOf(claims: Claims | undefined): Account | null {
  const id = claims?.['sub'];
  if (typeof id !== 'string') return null;
  const groups = claims?.['cognito:groups'];
  return { id, isOperator: Array.isArray(groups) && groups.includes(operatorsGroup) };
}

/** A store as Amplify wants it. */
export function keyValueStorage(store: DeviceStore): KeyValueStorageInterface {
  return {
    getItem: (key) => Promise.resolve(store.getItem(key)),
    setItem: (key, value) => {
      store.setItem(key, value);
      return Promise.resolve();
    },
    removeItem: (key) => {
      store.removeItem(key);
      return Promise.resolve();
    },
    clear: () => Promise.reject(new Error('Only single items of this storage can be removed.')),
  };
}

/**
 * Configures Amplify, which has one global configuration, for operators. The tokens are in the storage of the tab: it is
 * gone when the tab is closed, and no page in another tab can read it. The identity is in memory: in Amplify's own
 * place, it would replace that of the guest on this device.
 */
export function configureSignIn(outputs: Outputs): void {
  const config = amplifyConfig(outputs);
  const credentialsProvider = new CognitoAWSCredentialsAndIdentityIdProvider(
    new DefaultIdentityIdStore(keyValueStorage(memoryStore())),
  );
  if (!config.Auth) throw new Error('amplify_outputs.json names no user pool.');
  cognitoUserPoolsTokenProvider.setAuthConfig(config.Auth);
  cognitoUserPoolsTokenProvider.setKeyValueStorage(keyValueStorage(visitStore()));
  Amplify.configure(config, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider, credentialsProvider } });
}

/** Returns who is signed in, or null if nobody is, also when the tokens have expired. */
export async function readAccount(): Promise<Account | null> {
  const { tokens } = await fetchAuthSession();
  return accountOf(tokens?.idToken?.payload);
}

/** The identity that the connection of a screen asks for: the operator's. */
export const operatorIdentity: Guest = {
  id: async () => {
    const { tokens, identityId } = await fetchAuthSession();
    // Without tokens, Amplify returns the identity of a guest.
    if (!tokens || identityId === undefined) throw new BackendError('SignedOut', 'Nobody is signed in.');
    return identityId;
  },
  forget: async () => {
    await fetchAuthSession({ forceRefresh: true });
  },
};
