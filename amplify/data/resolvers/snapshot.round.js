/** `snapshot`, step 1: the newest round. The read is consistent, so that a screen that reconnects misses no round. */
import { util } from '@aws-appsync/utils';

/**
 * Rows to read, newest first. Rows without a movie have votes but have not started. In normal operation there are at most
 * two: the current round, and the one before it during its grace. The third allows for one more that failed to start.
 */
const maxRowsWithoutMovie = 3;

/** @param {import('./context').ResolverContext} ctx */
export function request(ctx) {
  return {
    operation: 'Query',
    query: {
      expression: '#show = :show',
      expressionNames: { '#show': 'show' },
      expressionValues: util.dynamodb.toMapValues({ ':show': ctx.env.SHOW }),
    },
    filter: { expression: 'attribute_exists(movie)' },
    scanIndexForward: false,
    limit: maxRowsWithoutMovie + 1,
    consistentRead: true,
  };
}

/** @param {import('./context').ResolverContext<'snapshot', import('./context').Page<import('./context').StartedRound>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  ctx.stash.round = ctx.result.items[0];
  return ctx.result;
}
