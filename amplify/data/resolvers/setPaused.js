/** `setPaused`, step 4: stores whether the show is paused, and the round that the pause has ended. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'setPaused'>} ctx */
export function request(ctx) {
  const ended = ctx.stash.ended;
  const values = { ':isPaused': ctx.args.isPaused, ':one': 1 };
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW }),
    update: {
      expression: ended
        ? 'SET isPaused = :isPaused, endedRound = :endedRound, endedAt = :endedAt ADD version :one'
        : 'SET isPaused = :isPaused ADD version :one',
      expressionValues: util.dynamodb.toMapValues(
        ended ? { ...values, ':endedRound': ended.endedRound, ':endedAt': ended.endedAt } : values,
      ),
    },
  };
}

/** @param {import('./context').ResolverContext<'setPaused'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
