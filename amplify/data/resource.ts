/**
 * The API: tables with every generated operation disabled, and custom operations.
 *
 * The authorization rules put `@aws_iam` on every field. The IAM statements in `backend.ts` define which role may
 * call which field. The schema builder has no rule for IAM alone on custom resolvers, so the tokens of operators are
 * accepted too. They may only watch: the resolvers of all mutations, and of the queries for operators, refuse them.
 */
import { a, defineData, type ClientSchema } from '@aws-amplify/backend';
import { functionOperations } from './function-operations';
import { guestOperations } from './guest-operations';
import { operatorOperations } from './operator-operations';
import { tables } from './tables';
import { types } from './types';

const schema = a.schema({
  ...types,
  ...tables,
  ...guestOperations,
  ...operatorOperations,
  ...functionOperations,
});

export type Schema = ClientSchema<typeof schema>;

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: 'identityPool' },
  // One or two lines per request without what users sent: about $0.60 per million requests, which cost $4 in AppSync.
  logging: { fieldLogLevel: 'error', excludeVerboseContent: true, retention: '1 month' },
});
