/** Access to the backend for operators: everything that a screen can do, and the operations that run the show. */
import { generateClient } from 'aws-amplify/data';
import { Hub } from 'aws-amplify/utils';
import type { Schema } from '../amplify/data/resource';
import type { Outputs } from './amplify-config';
import type { ApiResponse, Backend, BackendClient, Movie, PinnedMessage, RoundResult, ShowControls } from './backend';
import { configureSignIn, operatorIdentity, readAccount, type Account } from './operator';
import { fetchPublicSnapshot } from './public-snapshot';

export type HostView = Schema['HostView']['type'];
export type PlaylistEntry = Schema['PlaylistEntry']['type'];
export type ReportedMessage = Schema['ReportedMessage']['type'];
export type RecordedAction = Schema['RecordedAction']['type'];
export type Mute = Schema['Mute']['type'];
export type RoundPage = Schema['RoundPage']['type'];
/** The settings that a host can change. Those that are missing stay as they are. */
export type Settings = Schema['changeSettings']['args'];

type Mutation<Args, Result> = (args: Args) => Promise<ApiResponse<Result>>;

/** The operations of operators, as Amplify's typed client offers them. */
export interface HostOperations {
  queries: {
    hostView: () => Promise<ApiResponse<HostView>>;
    reports: () => Promise<ApiResponse<ReportedMessage[]>>;
    mutes: () => Promise<ApiResponse<Mute[]>>;
    hostActions: () => Promise<ApiResponse<RecordedAction[]>>;
    rounds: (where: Schema['rounds']['args']) => Promise<ApiResponse<RoundPage>>;
    searchMovies: (where: Schema['searchMovies']['args']) => Promise<ApiResponse<Movie[]>>;
  };
  mutations: {
    setPaused: Mutation<Schema['setPaused']['args'], ShowControls>;
    skipMovie: () => Promise<ApiResponse<ShowControls>>;
    changeSettings: Mutation<Settings, ShowControls>;
    setPlaylist: Mutation<Schema['setPlaylist']['args'], ShowControls>;
    setMessageRemoved: Mutation<Schema['setMessageRemoved']['args'], ShowControls>;
    setReportClosed: Mutation<Schema['setReportClosed']['args'], boolean>;
    pinMessage: Mutation<Schema['pinMessage']['args'], ShowControls>;
    muteSender: Mutation<Schema['muteSender']['args'], Mute>;
    resetLeaderboard: () => Promise<ApiResponse<ShowControls>>;
  };
}

export type HostClient = BackendClient & HostOperations;

export interface HostBackend extends Backend {
  client: HostClient;
  /** Returns who is signed in, or null if nobody is. */
  account: () => Promise<Account | null>;
}

export type { Account, Movie, PinnedMessage, RoundResult };

/** Configures Amplify for operators, and returns a client that signs with their credentials. */
export function openHostBackend(outputs: Outputs): HostBackend {
  configureSignIn(outputs);
  const client: HostClient = generateClient<Schema>({ authMode: 'identityPool' });
  return {
    client,
    guest: operatorIdentity,
    account: readAccount,
    publicSnapshot: fetchPublicSnapshot,
    listen: (listener) => Hub.listen('api', ({ payload }) => listener(payload)),
  };
}
