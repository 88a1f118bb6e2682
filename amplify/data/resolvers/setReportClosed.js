/**
 * A step of `setReportClosed`: closes the reports of a message for all operators, or opens them again. Also the step of
 * `setMessageRemoved` after the removal: a removed message needs no more attention.
 */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'setReportClosed' | 'setMessageRemoved'>} ctx */
export function request(ctx) {
  /** @type {{ messageId: string, isClosed?: boolean, isRemoved?: boolean }} */
  const { messageId, isClosed, isRemoved } = ctx.args;
  const close = {
    expression: 'SET closedAt = :now',
    expressionValues: util.dynamodb.toMapValues({ ':now': util.time.nowEpochMilliSeconds() }),
  };
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW, messageId }),
    update: (isClosed ?? isRemoved) ? close : { expression: 'REMOVE closedAt' },
    condition: { expression: 'attribute_exists(messageId)' },
  };
}

/** @param {import('./context').ResolverContext<'setReportClosed' | 'setMessageRemoved', unknown, unknown>} ctx */
export function response(ctx) {
  const isRemoval = ctx.info.fieldName === 'setMessageRemoved';
  if (ctx.error) {
    // Most messages that operators remove were not reported.
    const isUnreported = ctx.error.type === 'DynamoDB:ConditionalCheckFailedException';
    if (isUnreported && !isRemoval) {
      util.error('Nobody has reported this message, or its reports have expired.', 'UnknownReport');
    }
    if (!isUnreported) {
      util.error(ctx.error.message, ctx.error.type);
    }
  }
  return isRemoval ? ctx.prev.result : true;
}
