/** `rounds`: returns the results of rounds that have ended, oldest first, in pages. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'rounds'>} ctx */
export function request(ctx) {
  // As in `recordAction.js`.
  if (!ctx.identity.userArn || ctx.identity.cognitoIdentityAuthType !== 'authenticated') {
    util.unauthorized();
  }
  const limits = JSON.parse(ctx.env.HOST_LIMITS);
  const { from, to, nextToken } = ctx.args;
  if (from >= to) {
    util.error(`The rounds must be from a time before ${to}, not from ${from}.`, 'InvalidRange');
  }
  return {
    operation: 'Query',
    query: {
      expression: '#show = :show AND startsAt BETWEEN :from AND :last',
      expressionNames: { '#show': 'show' },
      expressionValues: util.dynamodb.toMapValues({ ':show': ctx.env.SHOW, ':from': from, ':last': to - 1 }),
    },
    limit: limits.roundsPerPage,
    nextToken,
  };
}

/** @param {import('./context').ResolverContext<'rounds', import('./context').Page<Partial<import('./context').StartedRound>>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return {
    rounds: resultsOf(ctx.result.items, JSON.parse(ctx.env.CATEGORIES)),
    nextToken: ctx.result.nextToken,
  };
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
