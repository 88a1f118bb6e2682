import type { AppSyncIdentityIAM, Context } from '@aws-appsync/utils';
import type { ChatPatterns } from '../../chat-text';
import type { Limits } from '../../limits';
import type { Category } from '../../show';
import type { Schema } from '../resource';

type Operation =
  | 'snapshot'
  | 'recentRounds'
  | 'castVotes'
  | 'sendMessage'
  | 'onMessage'
  | 'startRound'
  | 'publishScores'
  | 'searchMovies';

/** A JSON text that `JSON.parse` turns into a `Value`. */
type JsonText<Value> = string & { readonly json: Value };

declare global {
  interface JSON {
    parse<Value>(text: JsonText<Value>): Value;
  }
}

/** The data that a resolver step passes to the next step of the same operation. */
interface Stash {
  /** Set by `sendMessage.accept.js`. */
  message?: Schema['Message']['type'];
  /** Set by `snapshot.round.js` if a round has started. */
  round?: StartedRound | undefined;
}

/**
 * The context of this API's resolvers. Callers sign with IAM or send a token of the user pool. `backend.ts` sets the
 * environment variables.
 */
export type ResolverContext<Name extends Operation = 'snapshot', Result = unknown> = Omit<
  Context<Schema[Name]['args'], Stash, undefined, undefined, Result>,
  'identity' | 'env'
> & {
  /** Has none of these members if the caller sent a token. */
  identity: Partial<AppSyncIdentityIAM>;
  env: { SHOW: string; LIMITS: JsonText<Limits>; CATEGORIES: JsonText<Category[]> } & ChatPatterns;
};

/** A row of `Round` that `startRound` has written. */
export type StartedRound = Schema['Scores']['type'] &
  Pick<Schema['CurrentRound']['type'], 'startsAt' | 'endsAt' | 'movie' | 'expectedVoters' | 'rooms'> & {
    upcoming: Schema['Movie']['type'];
  };

/** The result of a query. */
export interface Page<Item> {
  items: Item[];
}
