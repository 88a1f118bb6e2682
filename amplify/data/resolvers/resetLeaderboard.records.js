/**
 * `resetLeaderboard`, step 3: deletes the record of each category. The time is stored before, so that a record of an earlier
 * round, which the rotator may be storing, does not count.
 */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'resetLeaderboard'>} ctx */
export function request(ctx) {
  const keys = [];
  for (const category of JSON.parse(ctx.env.CATEGORIES)) {
    keys.push(util.dynamodb.toMapValues({ show: ctx.env.SHOW, category }));
  }
  return { operation: 'BatchDeleteItem', tables: { [tableOf(ctx.stash)]: keys } };
}

/** @param {import('./context').ResolverContext<'resetLeaderboard', { unprocessedKeys?: Record<string, object[]> }, import('./context').ShowRow>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  const remaining = (ctx.result.unprocessedKeys ?? {})[tableOf(ctx.stash)] ?? [];
  if (remaining.length > 0) {
    util.error('DynamoDB was too busy to delete every record. Try again.', 'Conflict');
  }
  // For `showState.js`.
  return ctx.prev.result;
}

/**
 * A batch names its table. Amplify names tables so, and adds both parts to the stash:
 * https://docs.amplify.aws/react/build-a-backend/data/custom-business-logic/batch-ddb-operations/
 *
 * @param {import('./context').Stash} stash
 */
function tableOf(stash) {
  return `CategoryRecord-${stash.awsAppsyncApiId}-${stash.amplifyApiEnvironmentName}`;
}
