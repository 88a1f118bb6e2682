/** The door to the backend: Amplify set up from `amplify_outputs.json`, the typed client, and the guest. */
import { Amplify } from 'aws-amplify';
import { fetchAuthSession } from 'aws-amplify/auth';
import { cognitoCredentialsProvider } from 'aws-amplify/auth/cognito';
import { generateClient } from 'aws-amplify/data';
import { Hub, parseAmplifyConfig } from 'aws-amplify/utils';
import type { Schema } from '../amplify/data/resource';

export type Movie = Schema['Movie']['type'];
export type CurrentRound = Schema['CurrentRound']['type'];
export type Scores = Schema['Scores']['type'];
export type ScoresUpdate = Schema['ScoresUpdate']['type'];
export type RoundResult = Schema['RoundResult']['type'];
export type LeaderboardEntry = Schema['LeaderboardEntry']['type'];
export type Message = Schema['Message']['type'];
export type Snapshot = Schema['Snapshot']['type'];

export type Client = ReturnType<typeof generateClient<Schema>>;

/** `amplify_outputs.json`, checked where it is read. */
export type Outputs = Parameters<typeof parseAmplifyConfig>[0] & { custom?: Record<string, unknown> };

export interface Guest {
  /** The identity id that Cognito gave to this browser. A secret: whoever knows it can take its credentials. */
  id(): Promise<string>;
  /** Drops identity and credentials; the next call asks for new ones. */
  forget(): Promise<void>;
}

/** An event of Amplify's `api` channel: https://docs.amplify.aws/react/build-a-backend/data/subscribe-data/ */
export interface ApiEvent {
  event: string;
  data?: unknown;
}

export interface Backend {
  client: Client;
  guest: Guest;
  /** Listens to Amplify's connection events. Returns how to stop. */
  listen(listener: (event: ApiEvent) => void): () => void;
}

/** Points Amplify, which is one per page, at a backend. */
export function openBackend(outputs: Outputs): Backend {
  const config = parseAmplifyConfig(outputs);
  const identityPoolEndpoint = outputs.custom?.['identityPoolEndpoint'];
  if (config.Auth?.Cognito && typeof identityPoolEndpoint === 'string') {
    // The outputs have no key of their own for this; a local backend is reached through it.
    Object.assign(config.Auth.Cognito, { identityPoolEndpoint });
  }
  Amplify.configure(config);
  return {
    client: generateClient<Schema>(),
    guest: { id: identityId, forget: () => cognitoCredentialsProvider.clearCredentialsAndIdentityId() },
    listen: (listener) => Hub.listen('api', ({ payload }) => listener(payload)),
  };
}

async function identityId(): Promise<string> {
  const session = await fetchAuthSession();
  if (!session.identityId) {
    throw new Error('Cognito gave this guest no identity: is guest access on?');
  }
  return session.identityId;
}
