/** `snapshot`, step 4: reads the leaderboard and returns everything that a late joiner needs in one response. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext} ctx */
export function request(ctx) {
  return {
    operation: 'Query',
    query: {
      expression: '#show = :show',
      expressionNames: { '#show': 'show' },
      expressionValues: util.dynamodb.toMapValues({ ':show': ctx.env.SHOW }),
    },
  };
}

/** @param {import('./context').ResolverContext<'snapshot', import('./context').Page<import('../resource').Schema['CategoryRecord']['type']>>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  /** @type {import('../../show').Category[]} */
  const categories = JSON.parse(ctx.env.CATEGORIES);
  const resetAt = ctx.stash.show?.leaderboardResetAt ?? 0;
  const leaders = ctx.result.items.filter(
    ({ category, roundStartsAt }) =>
      // Another version of the app may have had categories that the enum of the schema lacks.
      categories.some((known) => known === category) &&
      // The rotator may have stored a record of an earlier round just after a host has emptied the leaderboard.
      (roundStartsAt ?? resetAt) >= resetAt,
  );
  const serverTime = util.time.nowEpochMilliSeconds();
  const round = ctx.stash.round;
  if (!round) {
    return { round: null, scores: null, leaders, show: ctx.stash.show, serverTime };
  }
  const roundId = `${round.startsAt}`;
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
  return {
    round: {
      roundId,
      startsAt: round.startsAt,
      endsAt: round.endsAt,
      movie: round.movie,
      nextPoster: round.upcoming.poster,
      expectedVoters: round.expectedVoters,
      rooms: round.rooms,
    },
    scores: {
      roundId,
      ...votes,
      voters: round.voters,
      favourites,
    },
    leaders,
    show: ctx.stash.show,
    serverTime,
  };
}
