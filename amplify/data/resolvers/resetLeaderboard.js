/** `resetLeaderboard`, step 2: stores when. Rounds that started before make no more records. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'resetLeaderboard'>} ctx */
export function request(ctx) {
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW }),
    update: {
      expression: 'SET leaderboardResetAt = :now ADD version :one',
      expressionValues: util.dynamodb.toMapValues({ ':now': util.time.nowEpochSeconds(), ':one': 1 }),
    },
  };
}

/** @param {import('./context').ResolverContext<'resetLeaderboard'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
