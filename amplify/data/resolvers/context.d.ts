import type { AppSyncIdentityIAM, Context } from '@aws-appsync/utils';
import type { Schema } from '../resource';

type Operation = 'snapshot' | 'recentRounds' | 'castVotes' | 'sendMessage' | 'startRound' | 'publishScores';

/** The context of this API's resolvers: callers sign with IAM, or bring a token of the user pool; `backend.ts` sets the environment. */
export type ResolverContext<Name extends Operation = 'snapshot'> = Omit<
  Context<Schema[Name]['args']>,
  'identity' | 'env'
> & {
  /** Of a caller with a token it has none of these. */
  identity: Partial<AppSyncIdentityIAM>;
  env: { SHOW: string; LIMITS: string; CATEGORIES: string };
};
