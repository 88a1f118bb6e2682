/**
 * `rounds` and `recentRounds`, step 2: returns the results of the rounds that step 1 has read and that have ended, in the
 * same order. Votes for a round that has not started make a row without a movie.
 */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'rounds' | 'recentRounds', unknown, import('./context').Page<Partial<import('./context').StartedRound>>>} ctx */
export function request(ctx) {
  const { items, nextToken } = ctx.prev.result;
  /** @type {import('../../show').Category[]} */
  const categories = JSON.parse(ctx.env.CATEGORIES);
  const limits = JSON.parse(ctx.env.LIMITS);
  const now = util.time.nowEpochSeconds();
  const results = [];
  for (const round of items) {
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
  const isPage = ctx.info.fieldName === 'rounds';
  return { payload: isPage ? { rounds: results, nextToken } : results.slice(0, limits.recentRounds) };
}

/** @param {import('./context').ResolverContext<'rounds' | 'recentRounds'>} ctx */
export function response(ctx) {
  return ctx.result;
}
