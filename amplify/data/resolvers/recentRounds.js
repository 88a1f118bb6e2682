/** `recentRounds`: returns the results of the last rounds that have ended, newest first. */
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

/** @param {import('./context').ResolverContext<'recentRounds', import('./context').Page<Partial<import('./context').StartedRound>>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  const limits = JSON.parse(ctx.env.LIMITS);
  return resultsOf(ctx.result.items, JSON.parse(ctx.env.CATEGORIES)).slice(0, limits.recentRounds);
}

/**
 * Returns the results of the rounds that have ended. Votes for a round that has not started make a row without a movie.
 *
 * @param {Partial<import('./context').StartedRound>[]} rounds
 * @param {import('../../show').Category[]} categories
 */
function resultsOf(rounds, categories) {
  const now = util.time.nowEpochSeconds();
  const results = [];
  for (const round of rounds) {
    const { startsAt, endsAt, movie } = round;
    if (movie && endsAt && endsAt <= now) {
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
        roundId: `${startsAt}`,
        title: movie.title,
        poster: movie.poster,
        ...votes,
        voters: round.voters,
        favourites,
      });
    }
  }
  return results;
}
