/** `sendMessage`, step 2: cleans and validates the message, and limits how often a guest may send (slow mode). */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'sendMessage'>} ctx */
export function request(ctx) {
  const identityId = ctx.identity.cognitoIdentityId;
  if (!identityId) {
    util.unauthorized();
  }
  const limits = JSON.parse(ctx.env.LIMITS);
  const nickname = acceptText(ctx.args.nickname, 'nickname', limits.maxNicknameLength, limits, ctx.env);
  const text = acceptText(ctx.args.text, 'message', limits.maxTextLength, limits, ctx.env);
  const now = util.time.nowEpochMilliSeconds();
  ctx.stash.message = {
    // Subscriptions are filtered by the room. Pages that are older than the rooms select `id`, and no other new field.
    id: `${ctx.args.room ?? 0}:${util.autoId()}`,
    nickname,
    text,
    sender: identityId.slice(-limits.senderLength),
    sentAt: now,
  };
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ id: identityId }),
    update: {
      expression: 'SET sentAt = :now, expiresAt = :expiresAt',
      expressionValues: util.dynamodb.toMapValues({
        ':now': now,
        ':expiresAt': util.time.nowEpochSeconds() + limits.ballotRetentionSeconds,
      }),
    },
    condition: {
      expression: 'attribute_not_exists(id) OR sentAt <= :earlier',
      expressionValues: util.dynamodb.toMapValues({ ':earlier': now - limits.messageIntervalMs }),
    },
  };
}

/** @param {import('./context').ResolverContext<'sendMessage'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    if (ctx.error.type === 'DynamoDB:ConditionalCheckFailedException') {
      const limits = JSON.parse(ctx.env.LIMITS);
      util.error(
        `Messages must be ${limits.messageIntervalMs / 1000} s apart. Wait a moment, then try again.`,
        'SlowDown',
      );
    }
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.stash.message;
}

/**
 * Returns the clean text. The rules are in `amplify/chat-text.ts`.
 *
 * @param {string} text
 * @param {string} what names the text in errors
 * @param {number} maxLength
 * @param {import('../../limits').Limits} limits
 * @param {import('../../chat-text').ChatPatterns} patterns
 */
function acceptText(text, what, maxLength, limits, patterns) {
  if (text.length > maxLength * limits.uncleanedLengthFactor) {
    util.error(`A ${what} must have at most ${maxLength} characters.`, 'InvalidMessage');
  }
  const clean = text
    .replaceAll(patterns.CHAT_CONTROLS, ' ')
    .replaceAll(patterns.CHAT_INVISIBLE, '')
    .replaceAll(patterns.CHAT_TAGS, '$1')
    .replaceAll(patterns.CHAT_SELECTORS, '$1')
    .replaceAll(patterns.CHAT_JOINERS, '$1')
    .replaceAll(patterns.CHAT_EDGES, '');
  if (clean.length > maxLength) {
    util.error(`A ${what} must have at most ${maxLength} characters.`, 'InvalidMessage');
  }
  if (!util.matches(patterns.CHAT_VISIBLE, clean)) {
    util.error(`The ${what} is empty.`, 'InvalidMessage');
  }
  if (!util.matches(patterns.CHAT_FIT, clean)) {
    util.error(`The ${what} has too many combining marks, or starts with one.`, 'InvalidMessage');
  }
  return clean;
}
