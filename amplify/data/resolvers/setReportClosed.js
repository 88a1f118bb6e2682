/** `setReportClosed`, step 2: closes a report for all operators, or opens it again. Later reports that say the same do not. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'setReportClosed'>} ctx */
export function request(ctx) {
  const { id, isClosed } = ctx.args;
  if (!util.matches('^\\[".{1,1020}"\\]$', id)) {
    util.error('The id of a report is what `reports` returns.', 'UnknownReport');
  }
  const close = {
    expression: 'SET closedAt = :now',
    expressionValues: util.dynamodb.toMapValues({ ':now': util.time.nowEpochMilliSeconds() }),
  };
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW, id }),
    update: isClosed ? close : { expression: 'REMOVE closedAt' },
    condition: { expression: 'attribute_exists(id)' },
  };
}

/** @param {import('./context').ResolverContext<'setReportClosed'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    if (ctx.error.type === 'DynamoDB:ConditionalCheckFailedException') {
      util.error('There is no such report, or it has expired.', 'UnknownReport');
    }
    util.error(ctx.error.message, ctx.error.type);
  }
  return true;
}
