/**
 * `startRound`: gives a round its movie and sends it to every screen. A round is started by one run of the rotator, however
 * many try. That run may repeat its call if it received no answer; the screens then get the round again.
 */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'startRound'>} ctx */
export function request(ctx) {
  // The schema also lets in the user pool's operators. Only the rotator starts rounds, and it signs with IAM.
  if (!ctx.identity.userArn) {
    util.unauthorized();
  }
  const limits = JSON.parse(ctx.env.LIMITS);
  const { startsAt, movie, upcoming, run, playlistEntry } = ctx.args;
  const expectedVoters = ctx.args.expectedVoters ?? 0;
  const rooms = ctx.args.rooms ?? 1;
  const roundSeconds = ctx.args.roundSeconds ?? limits.roundSeconds;
  if ([limits.roundSeconds, ...limits.roundSecondsChoices].indexOf(roundSeconds) < 0) {
    util.error(
      `The seconds of a round must be one of ${limits.roundSecondsChoices.join(', ')}, not ${roundSeconds}.`,
      'InvalidRound',
    );
  }
  // A round far ahead would stay the newest round until its start, and no other round would start before it.
  const now = util.time.nowEpochSeconds();
  const latest = now - (now % limits.roundSeconds) + limits.roundSeconds;
  if (startsAt % limits.roundSeconds !== 0 || startsAt > latest) {
    util.error(
      `A round must start at a multiple of ${limits.roundSeconds} seconds, at ${latest} at the latest, not at ${startsAt}.`,
      'InvalidRound',
    );
  }
  if (startsAt + roundSeconds <= now) {
    util.error(`Round ${startsAt} is over.`, 'RoundOver');
  }
  if (rooms < 1 || rooms > limits.maxRooms) {
    util.error(`A round must have from 1 to ${limits.maxRooms} rooms, not ${rooms}.`, 'InvalidRound');
  }
  // The tally could not read such a round, and would deliver none of the votes that follow.
  if (expectedVoters < 0) {
    util.error(`A round must expect 0 or more voters, not ${expectedVoters}.`, 'InvalidRound');
  }
  const assignments = [
    'movie = :movie',
    'upcoming = :upcoming',
    // An operator may have ended the round before a call is repeated.
    'endsAt = if_not_exists(endsAt, :endsAt)',
    'expiresAt = :expiresAt',
    'expectedVoters = :expectedVoters',
    'rooms = :rooms',
    // A repeated call keeps the totals.
    'voters = if_not_exists(voters, :zero)',
  ];
  /** @type {Record<string, string>} */
  const names = {};
  for (const category of JSON.parse(ctx.env.CATEGORIES)) {
    names[`#${category}`] = category;
    assignments.push(`#${category} = if_not_exists(#${category}, :zero)`);
  }
  /** @type {Record<string, unknown>} */
  const values = {
    ':movie': movie,
    ':upcoming': upcoming,
    ':endsAt': startsAt + roundSeconds,
    ':expiresAt': startsAt + limits.roundRetentionSeconds,
    ':expectedVoters': expectedVoters,
    ':rooms': rooms,
    ':zero': 0,
  };
  if (run) {
    assignments.push('startedBy = :startedBy');
    values[':startedBy'] = run;
  }
  if (playlistEntry) {
    assignments.push('playlistEntry = :playlistEntry');
    values[':playlistEntry'] = playlistEntry;
  }
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW, startsAt }),
    update: {
      expression: `SET ${assignments.join(', ')}`,
      expressionNames: names,
      expressionValues: util.dynamodb.toMapValues(values),
    },
    condition: run
      ? {
          expression: 'attribute_not_exists(movie) OR startedBy = :run',
          expressionValues: util.dynamodb.toMapValues({ ':run': run }),
        }
      : { expression: 'attribute_not_exists(movie)' },
  };
}

/** @param {import('./context').ResolverContext<'startRound', import('./context').StartedRound>} ctx */
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
    expectedVoters: round.expectedVoters,
    rooms: round.rooms,
  };
}
