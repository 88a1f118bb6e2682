/** `recentRounds`, step 1: reads the last rounds, newest first. */
import { util } from '@aws-appsync/utils';

/** The current round, and one that a rotator with a fast clock has just started. */
const unendedRounds = 2;

/** @param {import('./context').ResolverContext<'recentRounds'>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.LIMITS);
  return {
    operation: 'Query',
    query: {
      expression: '#show = :show',
      expressionNames: { '#show': 'show' },
      expressionValues: util.dynamodb.toMapValues({ ':show': ctx.env.SHOW }),
    },
    scanIndexForward: false,
    limit: limits.recentRounds + unendedRounds,
  };
}

/** @param {import('./context').ResolverContext<'recentRounds'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
