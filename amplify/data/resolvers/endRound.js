/** `setPaused` and `skipMovie`, step 3: ends the round now, if one runs. */
import { runtime, util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'setPaused' | 'skipMovie'>} ctx */
export function request(ctx) {
  // A show that continues ends no round.
  if (ctx.info.fieldName === 'setPaused' && !ctx.args.isPaused) {
    runtime.earlyReturn(null);
  }
  const round = ctx.stash.round;
  const now = util.time.nowEpochSeconds();
  if (!round || round.endsAt <= now) {
    refuseToSkip(ctx.info.fieldName);
    runtime.earlyReturn(null);
  }
  // The rotator's clock may be ahead of this one.
  const endsAt = Math.max(now, round.startsAt);
  ctx.stash.ended = { endedRound: `${round.startsAt}`, endedAt: endsAt };
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW, startsAt: round.startsAt }),
    update: {
      expression: 'SET endsAt = :endsAt',
      expressionValues: util.dynamodb.toMapValues({ ':endsAt': endsAt }),
    },
    condition: {
      expression: 'endsAt > :now',
      expressionValues: util.dynamodb.toMapValues({ ':now': now }),
    },
  };
}

/** @param {import('./context').ResolverContext<'setPaused' | 'skipMovie'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    if (ctx.error.type !== 'DynamoDB:ConditionalCheckFailedException') {
      util.error(ctx.error.message, ctx.error.type);
    }
    // Another operator has just ended it.
    ctx.stash.ended = undefined;
    refuseToSkip(ctx.info.fieldName);
  }
  return null;
}

/** @param {string} action */
function refuseToSkip(action) {
  if (action === 'skipMovie') {
    util.error('No round is running, so there is no movie to skip.', 'NothingToSkip');
  }
}
