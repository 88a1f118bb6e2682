/** Access to the backend: Amplify configured from `amplify_outputs.json`, its typed client, and the guest identity. */
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/data';
import { ConsoleLogger, Hub, parseAmplifyConfig } from 'aws-amplify/utils';
import type { Schema } from '../amplify/data/resource';
import { guest, guestAuth, type Guest } from './guest-identity';

export type Movie = Schema['Movie']['type'];
export type CurrentRound = Schema['CurrentRound']['type'];
export type Scores = Schema['Scores']['type'];
export type ScoresUpdate = Schema['ScoresUpdate']['type'];
export type RoundResult = Schema['RoundResult']['type'];
export type LeaderboardEntry = Schema['LeaderboardEntry']['type'];
export type Message = Schema['Message']['type'];
export type Snapshot = Schema['Snapshot']['type'];

export type BallotReceipt = Schema['BallotReceipt']['type'];

/** An error in a GraphQL response; `originalError` is set if the HTTP request itself failed. */
export interface ResponseError {
  message: string;
  errorType?: string | null;
  originalError?: { name: string } | null;
}

export interface ApiResponse<T> {
  data?: T | null;
  errors?: ResponseError[];
}

export interface Observer<T> {
  /** The value is null if the mutation did not select the fields of the subscription. */
  next: (value: T | null) => void;
  error: (error: unknown) => void;
}

export interface Observable<T> {
  subscribe: (observer: Observer<T>) => { unsubscribe: () => void };
}

/** The API's operations that the app uses, as Amplify's typed client offers them. */
export interface BackendClient {
  queries: {
    snapshot: () => Promise<ApiResponse<Snapshot>>;
    recentRounds: () => Promise<ApiResponse<RoundResult[]>>;
  };
  mutations: {
    castVotes: (votes: Schema['castVotes']['args']) => Promise<ApiResponse<BallotReceipt>>;
    sendMessage: (message: Schema['sendMessage']['args']) => Promise<ApiResponse<Message>>;
  };
  subscriptions: {
    onRound: () => Observable<CurrentRound>;
    onScores: () => Observable<ScoresUpdate>;
    onMessage: () => Observable<Message>;
  };
}

/** The parsed content of `amplify_outputs.json`. `app/outputs.ts` validates it. */
export type Outputs = Parameters<typeof parseAmplifyConfig>[0] & { custom?: Record<string, unknown> };

/** An event of Amplify's `api` channel: https://docs.amplify.aws/react/build-a-backend/data/subscribe-data/ */
export interface ApiEvent {
  event: string;
  data?: unknown;
}

export interface Backend {
  client: BackendClient;
  guest: Guest;
  /** Listens to Amplify's connection events. Returns a function that stops listening. */
  listen(listener: (event: ApiEvent) => void): () => void;
}

/** Configures Amplify, which has one global configuration, for a backend. */
export function openBackend(outputs: Outputs): Backend {
  const config = parseAmplifyConfig(outputs);
  const identityPoolEndpoint = outputs.custom?.['identityPoolEndpoint'];
  if (config.Auth?.Cognito && typeof identityPoolEndpoint === 'string') {
    // `amplify_outputs.json` has no standard key for this endpoint. The local backend sets a custom one.
    Object.assign(config.Auth.Cognito, { identityPoolEndpoint });
    // Amplify would warn in each console that the endpoint is not Cognito's.
    ConsoleLogger.LOG_LEVEL = 'ERROR';
  }
  Amplify.configure(config, { Auth: guestAuth });
  return {
    client: generateClient<Schema>(),
    guest,
    listen: (listener) => Hub.listen('api', ({ payload }) => listener(payload)),
  };
}
