/**
 * `reportMessage`, step 3: counts a guest's report once. Messages are not stored, so nobody can tell whether its texts are
 * true. Reports that say something else are counted apart.
 */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'reportMessage'>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.HOST_LIMITS);
  const report = ctx.stash.report;
  if (!report) {
    util.unauthorized();
  }
  const { messageId, sender, nickname, text, reporter } = report;
  return {
    operation: 'UpdateItem',
    // At most 1,024 bytes: 41 of the message, 12 of the sender, 13 of the syntax, and three for each code unit of the texts.
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW, id: JSON.stringify([messageId, sender, nickname, text]) }),
    update: {
      expression:
        'SET messageId = :messageId, sender = :sender, nickname = :nickname, #text = :text, reportedAt = :now, expiresAt = :expiresAt ADD reporters :reporters',
      expressionNames: { '#text': 'text' },
      expressionValues: {
        ...util.dynamodb.toMapValues({
          ':messageId': messageId,
          ':sender': sender,
          ':nickname': nickname,
          ':text': text,
          ':now': util.time.nowEpochMilliSeconds(),
          ':expiresAt': util.time.nowEpochSeconds() + limits.reportRetentionSeconds,
        }),
        ':reporters': util.dynamodb.toStringSet([reporter]),
      },
    },
    condition: {
      expression:
        'attribute_not_exists(reporters) OR (size(reporters) < :maxReporters AND NOT contains(reporters, :reporter))',
      expressionValues: util.dynamodb.toMapValues({
        ':maxReporters': limits.maxReporters,
        ':reporter': reporter,
      }),
    },
  };
}

/** @param {import('./context').ResolverContext<'reportMessage'>} ctx */
export function response(ctx) {
  // A report that counts no more has nevertheless arrived.
  if (ctx.error && ctx.error.type !== 'DynamoDB:ConditionalCheckFailedException') {
    util.error(ctx.error.message, ctx.error.type);
  }
  return true;
}
