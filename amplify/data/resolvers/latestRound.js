/**
 * Reads the newest round. The read is consistent, so that a reconnecting screen misses no round, and a host ends the one
 * that runs.
 */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext} ctx */
export function request(ctx) {
  return {
    operation: 'Query',
    query: {
      expression: '#show = :show',
      expressionNames: { '#show': 'show' },
      expressionValues: util.dynamodb.toMapValues({ ':show': ctx.env.SHOW }),
    },
    scanIndexForward: false,
    limit: 1,
    consistentRead: true,
  };
}

/** @param {import('./context').ResolverContext<'snapshot', import('./context').Page<import('./context').StartedRound>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  ctx.stash.round = ctx.result.items[0];
  return null;
}
