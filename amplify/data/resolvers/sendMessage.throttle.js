/** `sendMessage`, step 1: validates the message and limits how often a guest may send (slow mode). */
import { util } from '@aws-appsync/utils';

/**
 * One line of complete characters, without line breaks and without controls of the writing direction. Each character may
 * carry at most four combining marks, as many as languages need: more would cover the neighboring lines.
 */
const oneLine = '^(?:[^\\p{M}\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]\\p{M}{0,4})+$';
/** At least one visible character: some spaces, joiners and tags are invisible. */
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
    util.error(`A nickname must have 1 to ${limits.maxNicknameLength} characters.`, 'InvalidMessage');
  }
  if (text.length < 1 || text.length > limits.maxTextLength) {
    util.error(`A message must have 1 to ${limits.maxTextLength} characters.`, 'InvalidMessage');
  }
  if (!util.matches(oneLine, nickname) || !util.matches(oneLine, text)) {
    util.error('A message must be one line without control characters.', 'InvalidMessage');
  }
  if (!util.matches(visible, nickname) || !util.matches(visible, text)) {
    util.error('The message is empty.', 'InvalidMessage');
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
        `Messages must be ${limits.messageIntervalMs / 1000} s apart. Wait a moment, then try again.`,
        'SlowDown',
      );
    }
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.stash.message;
}
