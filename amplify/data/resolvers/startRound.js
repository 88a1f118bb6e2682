/** `startRound`: puts a movie on every screen. A round starts once, however many rotators try. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'startRound'>} ctx */
export function request(ctx) {
  // The schema lets the user pool's operators in as well; rounds are the rotator's, who signs with IAM.
  if (!ctx.identity.userArn) {
    util.unauthorized();
  }
  /** @type {import('../../limits').Limits} */
  const limits = JSON.parse(ctx.env.LIMITS);
  const { startsAt, movie, upcoming } = ctx.args;
  // A round far ahead would be the newest until it comes, and no other would start before.
  const now = util.time.nowEpochSeconds();
  const latest = now - (now % limits.roundSeconds) + limits.roundSeconds;
  if (startsAt % limits.roundSeconds !== 0 || startsAt > latest) {
    util.error(
      `A round starts at a multiple of ${limits.roundSeconds} seconds, by ${latest} at the latest, not at ${startsAt}.`,
      'InvalidRound',
    );
  }
  /** @type {Record<string, number>} */
  const counts = {};
  for (const category of JSON.parse(ctx.env.CATEGORIES)) {
    counts[category] = 0;
  }
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW, startsAt }),
    attributeValues: util.dynamodb.toMapValues({
      ...counts,
      endsAt: startsAt + limits.roundSeconds,
      movie,
      upcoming,
      voters: 0,
      expiresAt: startsAt + limits.roundRetentionSeconds,
    }),
    condition: { expression: 'attribute_not_exists(startsAt)' },
  };
}

/** @param {import('./context').ResolverContext<'startRound'>} ctx */
export function response(ctx) {
  const { startsAt } = ctx.args;
  if (ctx.error) {
    if (ctx.error.type === 'DynamoDB:ConditionalCheckFailedException') {
      util.error(`Round ${startsAt} has already started.`, 'RoundStarted');
    }
    util.error(ctx.error.message, ctx.error.type);
  }
  const round = ctx.result;
  return {
    roundId: `${startsAt}`,
    startsAt,
    endsAt: round.endsAt,
    movie: round.movie,
    nextPoster: round.upcoming.poster,
  };
}
