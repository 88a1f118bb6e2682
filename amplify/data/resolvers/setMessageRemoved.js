/** `setMessageRemoved`, step 3: keeps the ids of the last removed messages. A removed message is not pinned any more. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'setMessageRemoved'>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.LIMITS);
  const { messageId, isRemoved } = ctx.args;
  if (!util.matches(ctx.env.MESSAGE_ID, messageId)) {
    util.error(
      'The id of a message is its room and a UUID, such as 0:123e4567-e89b-42d3-a456-426614174000.',
      'InvalidMessage',
    );
  }
  const row = ctx.stash.row;
  const others = (row?.removedMessages ?? []).filter((id) => id !== messageId);
  const removedMessages = isRemoved ? [...others, messageId].slice(-limits.removedMessages) : others;
  const isUnpinned = isRemoved && row?.pinned?.id === messageId;
  let pinCondition = '';
  if (isRemoved) {
    pinCondition = isUnpinned ? ' AND pinned.id = :id' : ' AND (attribute_not_exists(pinned) OR pinned.id <> :id)';
  }
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW }),
    update: {
      expression: `SET removedMessages = :removedMessages, removals = :next${isUnpinned ? ' REMOVE pinned' : ''} ADD version :one`,
      expressionValues: util.dynamodb.toMapValues({
        ':removedMessages': removedMessages,
        ':next': (row?.removals ?? 0) + 1,
        ':one': 1,
      }),
    },
    // DynamoDB cannot shorten a list, so this writes what follows from the list and the pin that were read.
    condition: {
      expression: `(attribute_not_exists(removals) OR removals = :removals)${pinCondition}`,
      expressionValues: util.dynamodb.toMapValues({
        ':removals': row?.removals ?? 0,
        ...(isRemoved ? { ':id': messageId } : {}),
      }),
    },
  };
}

/** @param {import('./context').ResolverContext<'setMessageRemoved'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    if (ctx.error.type === 'DynamoDB:ConditionalCheckFailedException') {
      util.error(
        'Another operator has removed, restored or pinned a message at the same moment. Try again.',
        'Conflict',
      );
    }
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
