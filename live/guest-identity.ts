/** The identity that Cognito assigned to this browser: where it is stored, and how it is read and forgotten. */
import { fetchAuthSession } from 'aws-amplify/auth';
import { CognitoAWSCredentialsAndIdentityIdProvider, DefaultIdentityIdStore } from 'aws-amplify/auth/cognito';
import type { KeyValueStorageInterface } from 'aws-amplify/utils';
import { deviceStore, type DeviceStore } from './device-store';
import { schedule } from './schedule';
import { withTimeout } from './with-timeout';

export interface Guest {
  /** The identity id that Cognito assigned to this browser. It is a secret: it is enough to obtain credentials. */
  id(): Promise<string>;
  /** Deletes the identity and its credentials; the next call requests new ones. */
  forget(): Promise<void>;
}

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html */
const identityIdPattern = /^[\w-]+:[0-9a-f-]+$/;
const maxIdentityIdLength = 55;

/**
 * The storage of Amplify's identity id. An item that no identity pool issues is as good as none: Amplify would send it
 * to Cognito again and again. Unlike Amplify's own storage, it never throws, so that a browser with a full storage keeps
 * its identity until the page is closed and does not request a new one for each call.
 */
export function identityStorage(store: DeviceStore): KeyValueStorageInterface {
  return {
    getItem: (key) => {
      const id = store.getItem(key);
      const isValid = id !== null && id.length <= maxIdentityIdLength && identityIdPattern.test(id);
      return Promise.resolve(isValid ? id : null);
    },
    setItem: (key, value) => {
      store.setItem(key, value);
      return Promise.resolve();
    },
    removeItem: (key) => {
      store.removeItem(key);
      return Promise.resolve();
    },
    clear: () => Promise.reject(new Error('Only single items of the identity storage can be removed.')),
  };
}

/** One for all backends of a page, so that it requests credentials once. */
const credentialsProvider = new CognitoAWSCredentialsAndIdentityIdProvider(
  new DefaultIdentityIdStore(identityStorage(deviceStore())),
);

/**
 * Amplify's options for guests. Without a token provider, it reads no tokens from the storage: nobody signs in here, and
 * tokens that another app left there would be sent to Cognito, which refuses them.
 */
export const guestAuth = { credentialsProvider };

/** Calls at the same time share one request: each request of a newcomer would create another identity. */
let requested: Promise<string> | null = null;

async function requestId(): Promise<string> {
  const session = await fetchAuthSession();
  if (!session.identityId) {
    throw new Error('Cognito returned no identity. Check that guest access is enabled.');
  }
  return session.identityId;
}

export const guest: Guest = {
  id: () => (requested ??= withTimeout(requestId(), schedule).finally(() => (requested = null))),
  forget: () => credentialsProvider.clearCredentialsAndIdentityId(),
};
