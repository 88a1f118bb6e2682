/**
 * `castVotes`: stores the running totals of one guest in one round. Totals only rise, so a retry, a duplicate or a
 * delayed request changes nothing, and no vote is counted twice.
 */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'castVotes'>} ctx */
export function request(ctx) {
  const identityId = ctx.identity.cognitoIdentityId;
  if (!identityId) {
    util.unauthorized();
  }
  const limits = JSON.parse(ctx.env.LIMITS);
  const { roundId } = ctx.args;
  const now = util.time.nowEpochSeconds();
  const lengths = [limits.roundSeconds, ...limits.roundSecondsChoices];
  const startsAt = util.matches('^[1-9]\\d{0,9}$', roundId) ? +roundId : 0;
  const endsAt = ctx.args.endsAt ?? startsAt + limits.roundSeconds;
  // No round is read. The tally does not count what was cast after the stored end and its grace period, so a
  // forged end gains nothing.
  const isInTime = startsAt <= now && now < endsAt + limits.graceSeconds;
  if (!isInTime || startsAt % limits.roundSeconds !== 0) {
    util.error('This round is over: votes count for the movie on screen.', 'RoundOver');
  }
  let maxLength = 0;
  for (const length of lengths) {
    maxLength = Math.max(maxLength, length);
  }
  if (endsAt <= startsAt || endsAt > startsAt + maxLength) {
    util.error(`A round must end from 1 to ${maxLength} seconds after its start, not at ${endsAt}.`, 'InvalidRound');
  }

  /** @type {Record<string, string>} */
  const names = {};
  // A condition has names and values of its own.
  /** @type {Record<string, string>} */
  const storedNames = {};
  /** @type {Record<string, number>} */
  const maxStored = {};
  /** @type {Record<string, string | number>} */
  const values = { ':roundId': roundId, ':castAt': now, ':expiresAt': startsAt + limits.ballotRetentionSeconds };
  const assignments = ['roundId = :roundId', 'castAt = :castAt', 'expiresAt = :expiresAt'];
  const totalsThatMustNotFall = [];
  const totalsThatMayRise = [];
  let total = 0;
  const categories = JSON.parse(ctx.env.CATEGORIES);
  for (const category of categories) {
    const votes = ctx.args[category];
    if (votes < 0 || votes > limits.maxVotesPerCategory) {
      util.error(`Votes for ${category} must be from 0 to ${limits.maxVotesPerCategory}.`, 'InvalidVotes');
    }
    total += votes;
    names[`#${category}`] = category;
    values[`:${category}`] = votes;
    assignments.push(`#${category} = :${category}`);
    storedNames[`#stored_${category}`] = category;
    maxStored[`:max_${category}`] = votes;
    totalsThatMustNotFall.push(`#stored_${category} <= :max_${category}`);
    totalsThatMayRise.push(`#stored_${category} < :max_${category}`);
  }
  if (total === 0) {
    util.error('Cast at least one vote.', 'InvalidVotes');
  }

  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ id: `${roundId}#${identityId}` }),
    update: {
      expression: `SET ${assignments.join(', ')}`,
      expressionNames: names,
      expressionValues: util.dynamodb.toMapValues(values),
    },
    condition: {
      // A repeated call writes nothing: it would only move `castAt`, perhaps beyond the end of the round.
      expression: `attribute_not_exists(id) OR (${totalsThatMustNotFall.join(' AND ')} AND (${totalsThatMayRise.join(' OR ')}))`,
      expressionNames: storedNames,
      expressionValues: util.dynamodb.toMapValues(maxStored),
    },
  };
}

/** @param {import('./context').ResolverContext<'castVotes'>} ctx */
export function response(ctx) {
  // If a total would fall or none would rise, an earlier or a newer call has written the ballot, and AppSync has read it
  // into the result.
  if (ctx.error && ctx.error.type !== 'DynamoDB:ConditionalCheckFailedException') {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
