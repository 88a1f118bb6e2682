/** `muteSender`: refuses the messages of a sender until a time. `sendMessage` reads the row anyway, to slow guests down. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'muteSender'>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.LIMITS);
  const hostLimits = JSON.parse(ctx.env.HOST_LIMITS);
  const { sender, seconds } = ctx.args;
  if (!util.matches(`^[0-9a-f-]{${limits.senderLength}}$`, sender)) {
    util.error(`A sender is the last ${limits.senderLength} characters of an identity.`, 'InvalidMute');
  }
  if (seconds < 0 || seconds > hostLimits.maxMuteSeconds) {
    util.error(`A mute takes from 0 to ${hostLimits.maxMuteSeconds} seconds, not ${seconds}.`, 'InvalidMute');
  }
  const mutedUntil = util.time.nowEpochSeconds() + seconds;
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ id: sender }),
    update: {
      expression: 'SET mutedUntil = :mutedUntil, expiresAt = :expiresAt',
      expressionValues: util.dynamodb.toMapValues({
        ':mutedUntil': mutedUntil,
        ':expiresAt': mutedUntil + limits.ballotRetentionSeconds,
      }),
    },
  };
}

/** @param {import('./context').ResolverContext<'muteSender', { mutedUntil: number }>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return { sender: ctx.args.sender, nickname: ctx.args.nickname, mutedUntil: ctx.result.mutedUntil };
}
