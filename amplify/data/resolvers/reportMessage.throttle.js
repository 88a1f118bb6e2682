/** `reportMessage`, step 2: validates the report, and limits how often and how many times a guest may report. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'reportMessage'>} ctx */
export function request(ctx) {
  const identityId = ctx.identity.cognitoIdentityId;
  const texts = ctx.stash.texts;
  if (!identityId || !texts) {
    util.unauthorized();
  }
  const limits = JSON.parse(ctx.env.LIMITS);
  const hostLimits = JSON.parse(ctx.env.HOST_LIMITS);
  const { messageId, sender } = ctx.args;
  if (!util.matches(ctx.env.MESSAGE_ID, messageId)) {
    util.error(
      'The id of a message is its room and a UUID, such as 0:123e4567-e89b-42d3-a456-426614174000.',
      'InvalidMessage',
    );
  }
  if (!util.matches(`^[0-9a-f-]{${limits.senderLength}}$`, sender)) {
    util.error(`A sender is the last ${limits.senderLength} characters of an identity.`, 'InvalidMessage');
  }
  const reporter = identityId.slice(-limits.senderLength);
  ctx.stash.report = {
    messageId,
    sender,
    nickname: texts.nickname,
    text: texts.text,
    reporter,
  };
  const now = util.time.nowEpochMilliSeconds();
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ id: reporter }),
    update: {
      // The row of a muted guest must outlast the mute.
      expression: 'SET reportedAt = :now, expiresAt = if_not_exists(expiresAt, :expiresAt) ADD reports :one',
      expressionValues: util.dynamodb.toMapValues({
        ':now': now,
        ':one': 1,
        ':expiresAt': util.time.nowEpochSeconds() + limits.ballotRetentionSeconds,
      }),
    },
    condition: {
      expression:
        '(attribute_not_exists(reportedAt) OR reportedAt <= :earlier) AND (attribute_not_exists(reports) OR reports < :maxReports)',
      expressionValues: util.dynamodb.toMapValues({
        ':earlier': now - hostLimits.reportIntervalMs,
        ':maxReports': hostLimits.maxReportsPerGuest,
      }),
    },
  };
}

/** @param {import('./context').ResolverContext<'reportMessage', { reports?: number } | null>} ctx */
export function response(ctx) {
  if (ctx.error) {
    if (ctx.error.type === 'DynamoDB:ConditionalCheckFailedException') {
      const limits = JSON.parse(ctx.env.HOST_LIMITS);
      if ((ctx.result?.reports ?? 0) >= limits.maxReportsPerGuest) {
        util.error(
          `A guest can report at most ${limits.maxReportsPerGuest} messages. The hosts have your reports.`,
          'TooManyReports',
        );
      }
      util.error(
        `Reports must be ${limits.reportIntervalMs / 1000} s apart. Wait a moment, then try again.`,
        'SlowDown',
      );
    }
    util.error(ctx.error.message, ctx.error.type);
  }
  return null;
}
