/** `setPaused` and `skipMovie`, step 2: finds the newest round. The read is consistent, so that no new round goes on. */
import { runtime, util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'setPaused' | 'skipMovie'>} ctx */
export function request(ctx) {
  // A show that continues ends no round.
  if (ctx.info.fieldName === 'setPaused' && !ctx.args.isPaused) {
    runtime.earlyReturn(null);
  }
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

/** @param {import('./context').ResolverContext<'setPaused' | 'skipMovie', import('./context').Page<import('./context').StartedRound>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  ctx.stash.round = ctx.result.items[0];
  return null;
}
