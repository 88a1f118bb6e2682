/** `sendMessage`, step 1: checks the message, and lets a guest through once in a while: slow mode. */
import { util } from '@aws-appsync/utils';

/**
 * One line of whole characters: none that breaks it, none that turns the writing direction of everything after it,
 * and on each no more marks than languages need, since a pile of them covers the lines around.
 */
const oneLine = '^(?:[^\\p{M}\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]\\p{M}{0,4})+$';
/** Something to see: there are spaces, joiners and tags that show nothing. */
const visible = '^.*[\\p{L}\\p{N}\\p{P}\\p{S}].*$';

/** @param {import('./context').ResolverContext<'sendMessage'>} ctx */
export function request(ctx) {
  const identityId = ctx.identity.cognitoIdentityId;
  if (!identityId) {
    util.unauthorized();
  }
  const limits = JSON.parse(ctx.env.LIMITS);
  const nickname = ctx.args.nickname.trim();
  const text = ctx.args.text.trim();
  if (nickname.length < 1 || nickname.length > limits.maxNicknameLength) {
    util.error(`A nickname has 1 to ${limits.maxNicknameLength} characters.`, 'InvalidMessage');
  }
  if (text.length < 1 || text.length > limits.maxTextLength) {
    util.error(`A message has 1 to ${limits.maxTextLength} characters.`, 'InvalidMessage');
  }
  if (!util.matches(oneLine, nickname) || !util.matches(oneLine, text)) {
    util.error('A message is one line, without control characters.', 'InvalidMessage');
  }
  if (!util.matches(visible, nickname) || !util.matches(visible, text)) {
    util.error('A message shows something.', 'InvalidMessage');
  }
  const now = util.time.nowEpochMilliSeconds();
  ctx.stash.message = {
    id: util.autoId(),
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
        `Messages must be ${limits.messageIntervalMs / 1000} s apart: wait a moment, then send it again.`,
        'SlowDown',
      );
    }
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.stash.message;
}
