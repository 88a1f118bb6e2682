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
    scanIndexForward: false,
    limit: limits.recentRounds,
  };
}

/** @param {import('./context').ResolverContext<'recentRounds', import('./context').Page<import('./context').StartedRound>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  /** @type {import('../../show').Category[]} */
  const categories = JSON.parse(ctx.env.CATEGORIES);
  const results = [];
  for (const round of ctx.result.items) {
    // A row that another version of the app has written may lack a category.
    /** @type {Partial<import('../../show').Counts>} */
    const votesInRow = round;
    /** @type {Partial<import('../../show').Counts>} */
    const favouritesInRow = round.favourites ?? {};
    /** @type {Record<string, number>} */
    const votes = {};
    /** @type {Record<string, number>} */
    const favourites = {};
    for (const category of categories) {
      votes[category] = votesInRow[category] ?? 0;
      favourites[category] = favouritesInRow[category] ?? 0;
    }
    results.push({
      roundId: `${round.startsAt}`,
      title: round.movie.title,
      poster: round.movie.poster,
      ...votes,
      voters: round.voters,
      favourites,
    });
  }
  return results;
}
