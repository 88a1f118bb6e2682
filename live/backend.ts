/** Access to the backend: Amplify configured from `amplify_outputs.json`, its typed client, and the guest identity. */
import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/data';
import { Hub } from 'aws-amplify/utils';
import type { Schema } from '../amplify/data/resource';
import { amplifyConfig, type Outputs } from './amplify-config';
import { valueOf } from './backend-error';
import { guest, guestAuth, type Guest } from './guest-identity';

export type { Outputs };

export type Movie = Schema['Movie']['type'];
export type CurrentRound = Schema['CurrentRound']['type'];
export type Scores = Schema['Scores']['type'];
export type ScoresUpdate = Schema['ScoresUpdate']['type'];
export type RoundResult = Schema['RoundResult']['type'];
export type LeaderboardEntry = Schema['LeaderboardEntry']['type'];
export type Message = Schema['Message']['type'];
export type Snapshot = Schema['Snapshot']['type'];
export type PinnedMessage = Schema['PinnedMessage']['type'];
/** What hosts have set for everybody. */
export type ShowControls = Schema['ShowState']['type'];

export type BallotReceipt = Schema['BallotReceipt']['type'];

/** An error in a GraphQL response; `originalError` is set if the HTTP request itself failed. */
export interface ResponseError {
  message: string;
  errorType?: string | null;
  /** What the resolver says about the error beside its message. */
  errorInfo?: unknown;
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
    reportMessage: (message: Schema['reportMessage']['args']) => Promise<ApiResponse<boolean>>;
  };
  subscriptions: {
    onRound: () => Observable<CurrentRound>;
    onScores: () => Observable<ScoresUpdate>;
    onMessage: (where: Schema['onMessage']['args']) => Observable<Message>;
    onShow: () => Observable<ShowControls>;
  };
}

/** What the app's server answers to everybody: a snapshot, with the results of the recent rounds if the server has them. */
export interface PublicSnapshot extends Snapshot {
  recentRounds?: RoundResult[];
}

/** A snapshot that may come from a cache. */
export interface SnapshotAnswer {
  snapshot: PublicSnapshot;
  /** How old it may have been when it was sent, in milliseconds; 0 if it was taken for this request. */
  maxAgeMs: number;
}

/** An event of Amplify's `api` channel: https://docs.amplify.aws/react/build-a-backend/data/subscribe-data/ */
export interface ApiEvent {
  event: string;
  data?: unknown;
}

export interface Backend {
  client: BackendClient;
  guest: Guest;
  /** Returns a snapshot for a page that has no guest identity yet or is not live. */
  publicSnapshot(): Promise<SnapshotAnswer>;
  /** Listens to Amplify's connection events. Returns a function that stops listening. */
  listen(listener: (event: ApiEvent) => void): () => void;
}

/**
 * Configures Amplify, which has one global configuration, for a backend.
 *
 * @param publicSnapshot where public snapshots come from; by default from the API, for clients without the app's server
 */
export function openBackend(outputs: Outputs, publicSnapshot?: Backend['publicSnapshot']): Backend {
  Amplify.configure(amplifyConfig(outputs), { Auth: guestAuth });
  const client: BackendClient = generateClient<Schema>();
  return {
    client,
    guest,
    publicSnapshot:
      publicSnapshot ??
      (async () => {
        // Otherwise, the query would request another identity if the page requests one at the same time.
        await guest.id();
        const snapshot = await valueOf(client.queries.snapshot());
        return { snapshot: { ...snapshot, recentRounds: await valueOf(client.queries.recentRounds()) }, maxAgeMs: 0 };
      }),
    listen: (listener) => Hub.listen('api', ({ payload }) => listener(payload)),
  };
}
