/** `setPaused` and `skipMovie`, step 2: finds the newest round. The read is consistent, so that no new round goes on. */
import { runtime, util } from '@aws-appsync/utils';

/** Votes that arrive before their round has started make a row without an end. */
const lastRounds = 2;

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
    limit: lastRounds,
    consistentRead: true,
  };
}

/** @param {import('./context').ResolverContext<'setPaused' | 'skipMovie', import('./context').Page<import('./context').StartedRound>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  ctx.stash.round = ctx.result.items.find(({ endsAt }) => endsAt);
  return null;
}
