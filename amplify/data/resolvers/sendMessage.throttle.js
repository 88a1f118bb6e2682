/**
 * `sendMessage`, step 4: limits how often a guest may send (slow mode), and refuses muted guests. It is the last step that
 * refuses, so a refused message does not count.
 */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'sendMessage'>} ctx */
export function request(ctx) {
  const message = ctx.stash.message;
  if (!message) {
    util.unauthorized();
  }
  const limits = JSON.parse(ctx.env.LIMITS);
  const intervalMs = ctx.stash.intervalMs ?? limits.messageIntervalMs;
  const now = util.time.nowEpochSeconds();
  const earlier = { ':earlier': message.sentAt - intervalMs };
  const hasWaited = '(attribute_not_exists(sentAt) OR sentAt <= :earlier)';
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ id: message.sender }),
    update: {
      expression: 'SET sentAt = :sentAt, expiresAt = :expiresAt',
      expressionValues: util.dynamodb.toMapValues({
        ':sentAt': message.sentAt,
        ':expiresAt': now + limits.ballotRetentionSeconds,
      }),
    },
    // A report can name a host as its sender, so that a host is muted by mistake.
    condition: message.isHost
      ? { expression: hasWaited, expressionValues: util.dynamodb.toMapValues(earlier) }
      : {
          expression: `${hasWaited} AND (attribute_not_exists(mutedUntil) OR mutedUntil <= :now)`,
          expressionValues: util.dynamodb.toMapValues({ ...earlier, ':now': now }),
        },
  };
}

/** @param {import('./context').ResolverContext<'sendMessage', { mutedUntil?: number } | null>} ctx */
export function response(ctx) {
  if (ctx.error) {
    if (ctx.error.type === 'DynamoDB:ConditionalCheckFailedException') {
      // AppSync has read the row into the result.
      const mutedUntil = ctx.result?.mutedUntil ?? 0;
      if (!ctx.stash.message?.isHost && mutedUntil > util.time.nowEpochSeconds()) {
        const time = util.time.epochMilliSecondsToFormatted(mutedUntil * 1000, 'yyyy-MM-dd HH:mm:ss');
        util.error(`A host has muted you. You can write again at ${time} UTC.`, 'Muted', null, { mutedUntil });
      }
      const limits = JSON.parse(ctx.env.LIMITS);
      const seconds = (ctx.stash.intervalMs ?? limits.messageIntervalMs) / 1000;
      util.error(`Messages must be ${seconds} s apart. Wait a moment, then try again.`, 'SlowDown');
    }
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.stash.message;
}
