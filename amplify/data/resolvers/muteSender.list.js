/**
 * `muteSender`, step 3: stores the mute where `mutes` finds it. The rows of `ChatThrottle`, which decide, have no order, and
 * no query can list them.
 */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'muteSender', unknown, import('./context').Mute>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.LIMITS);
  const { sender, nickname, mutedUntil } = ctx.prev.result;
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ show: `${ctx.env.SHOW}#mutes`, id: sender }),
    attributeValues: util.dynamodb.toMapValues({
      action: ctx.info.fieldName,
      detail: JSON.stringify({ sender, nickname: nickname.slice(0, limits.maxNicknameLength), mutedUntil }),
      expiresAt: mutedUntil + limits.ballotRetentionSeconds,
    }),
  };
}

/** @param {import('./context').ResolverContext<'muteSender', unknown, import('./context').Mute>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.prev.result;
}
