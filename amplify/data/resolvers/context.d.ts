import type { AppSyncIdentityIAM, Context } from '@aws-appsync/utils';
import type { ChatPatterns } from '../../chat-text';
import type { HostLimits, Limits } from '../../limits';
import type { Category } from '../../show';
import type { Schema } from '../resource';

export type HostMutation =
  | 'setPaused'
  | 'skipMovie'
  | 'changeSettings'
  | 'setPlaylist'
  | 'setMessageRemoved'
  | 'setReportClosed'
  | 'pinMessage'
  | 'muteSender'
  | 'resetLeaderboard';

type Operation =
  | HostMutation
  | 'snapshot'
  | 'recentRounds'
  | 'castVotes'
  | 'sendMessage'
  | 'onMessage'
  | 'reportMessage'
  | 'hostView'
  | 'reports'
  | 'mutes'
  | 'hostActions'
  | 'rounds'
  | 'searchMovies'
  | 'startRound'
  | 'publishScores';

/** A JSON text that `JSON.parse` turns into a `Value`. */
type JsonText<Value> = string & { readonly json: Value };

declare global {
  interface JSON {
    parse<Value>(text: JsonText<Value>): Value;
  }
}

/** The texts of a message. */
export type Texts = Pick<Schema['Message']['type'], 'nickname' | 'text'>;

/** The data that a resolver step passes to the next step of the same operation. */
export interface Stash {
  /** Set by Amplify before the first step. */
  awsAppsyncApiId: string;
  amplifyApiEnvironmentName: string;
  /** Set by `cleanTexts.js`. */
  texts?: Texts;
  /** Set by `sendMessage.accept.js`: the message, and the minimum time between two messages in milliseconds. */
  message?: Schema['Message']['type'];
  intervalMs?: number;
  /** Set by `reportMessage.throttle.js`. The reporter is the sender of the guest's own messages. */
  report?: Record<'messageId' | 'sender' | 'nickname' | 'text' | 'reporter', string>;
  /** Set by `latestRound.js` if a round has started. */
  round?: StartedRound | undefined;
  /** Set by `endRound.js` if a round was running. */
  ended?: { endedRound: string; endedAt: number } | undefined;
  /** Set by `showState.js`. */
  show?: Schema['ShowState']['type'];
  /** Set by `readShow.js`. */
  row?: ShowRow | null;
}

/**
 * The context of this API's resolvers. Callers sign with IAM or send a token of the user pool. `backend.ts` sets the
 * environment variables.
 */
export type ResolverContext<Name extends Operation = 'snapshot', Result = unknown, Previous = undefined> = Omit<
  Context<Schema[Name]['args'], Stash, { result: Previous }, undefined, Result>,
  'identity' | 'env'
> & {
  /** Has none of these members if the caller sent a token. */
  identity: Partial<AppSyncIdentityIAM>;
  env: {
    SHOW: string;
    LIMITS: JsonText<Omit<Limits, keyof HostLimits>>;
    HOST_LIMITS: JsonText<HostLimits>;
    CATEGORIES: JsonText<Category[]>;
    MESSAGE_ID: string;
  } & ChatPatterns;
};

/** A row of `Round` that `startRound` has written. */
export type StartedRound = Schema['Scores']['type'] &
  Pick<Schema['CurrentRound']['type'], 'startsAt' | 'endsAt' | 'movie' | 'expectedVoters' | 'rooms'> & {
    upcoming: Schema['Movie']['type'];
    playlistEntry?: string;
  };

/** The row of `Show`. */
export type ShowRow = Partial<Omit<Schema['Show']['type'], 'version'>> & { version: number };

/** The row of `Playlist`. */
export type PlaylistRow = Pick<Schema['Playlist']['type'], 'entries' | 'isRepeating'>;

export type Mute = Schema['Mute']['type'];

/** A row of `HostAction` in the partition of mutes. */
export interface MuteRow {
  detail: JsonText<Mute>;
}

/** The result of a query. */
export interface Page<Item> {
  items: Item[];
  nextToken?: string | null;
}
