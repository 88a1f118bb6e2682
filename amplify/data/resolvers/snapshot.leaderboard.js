/** `snapshot`, step 2: reads the leaderboard and returns everything that a late joiner needs in one response. */
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
  const categories = JSON.parse(ctx.env.CATEGORIES);
  // Another version of the app may have had categories that the enum of the schema lacks.
  const leaders = ctx.result.items.filter(({ category }) => categories.some((known) => known === category));
  const serverTime = util.time.nowEpochMilliSeconds();
  const round = ctx.stash.round;
  if (!round) {
    return { round: null, scores: null, leaders, serverTime };
  }
  const roundId = `${round.startsAt}`;
  return {
    round: {
      roundId,
      startsAt: round.startsAt,
      endsAt: round.endsAt,
      movie: round.movie,
      nextPoster: round.upcoming.poster,
    },
    scores: {
      roundId,
      love: round.love,
      like: round.like,
      meh: round.meh,
      unknown: round.unknown,
      hate: round.hate,
      voters: round.voters,
    },
    leaders,
    serverTime,
  };
}
