/** `skipMovie`, step 4: stores the round that has ended early. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'skipMovie'>} ctx */
export function request(ctx) {
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW }),
    update: {
      expression: 'SET endedRound = :endedRound, endedAt = :endedAt ADD version :one',
      expressionValues: util.dynamodb.toMapValues({
        ':endedRound': ctx.stash.ended?.endedRound,
        ':endedAt': ctx.stash.ended?.endedAt,
        ':one': 1,
      }),
    },
  };
}

/** @param {import('./context').ResolverContext<'skipMovie'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
