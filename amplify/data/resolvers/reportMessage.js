/**
 * `reportMessage`, step 3: counts a guest's report of a message once. The texts are those of the first report. Messages are
 * not stored, so nobody can tell whether they are true.
 */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'reportMessage'>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.HOST_LIMITS);
  const report = ctx.stash.report;
  if (!report) {
    util.unauthorized();
  }
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW, messageId: report.messageId }),
    update: {
      expression:
        'SET sender = if_not_exists(sender, :sender), nickname = if_not_exists(nickname, :nickname), #text = if_not_exists(#text, :text), reportedAt = :now, expiresAt = :expiresAt ADD reporters :reporters',
      expressionNames: { '#text': 'text' },
      expressionValues: {
        ...util.dynamodb.toMapValues({
          ':sender': report.sender,
          ':nickname': report.nickname,
          ':text': report.text,
          ':now': util.time.nowEpochMilliSeconds(),
          ':expiresAt': util.time.nowEpochSeconds() + limits.reportRetentionSeconds,
        }),
        ':reporters': util.dynamodb.toStringSet([report.reporter]),
      },
    },
    condition: {
      expression:
        'attribute_not_exists(reporters) OR (size(reporters) < :maxReporters AND NOT contains(reporters, :reporter))',
      expressionValues: util.dynamodb.toMapValues({
        ':maxReporters': limits.maxReporters,
        ':reporter': report.reporter,
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
