/** `recentRounds`: returns the results of the last rounds, newest first. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'recentRounds'>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.LIMITS);
  const now = util.time.nowEpochSeconds();
  return {
    operation: 'Query',
    query: {
      expression: '#show = :show AND startsAt < :current',
      expressionNames: { '#show': 'show' },
      expressionValues: util.dynamodb.toMapValues({
        ':show': ctx.env.SHOW,
        ':current': now - (now % limits.roundSeconds),
      }),
    },
    // A round without a movie has votes but never started.
    filter: { expression: 'attribute_exists(movie)' },
    scanIndexForward: false,
    limit: limits.recentRounds,
  };
}

/** @param {import('./context').ResolverContext<'recentRounds', import('./context').Page<import('./context').StartedRound>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  const results = [];
  for (const round of ctx.result.items) {
    results.push({
      roundId: `${round.startsAt}`,
      title: round.movie.title,
      poster: round.movie.poster,
      love: round.love,
      like: round.like,
      meh: round.meh,
      unknown: round.unknown,
      hate: round.hate,
      voters: round.voters,
    });
  }
  return results;
}
