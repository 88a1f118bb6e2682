/** `pinMessage`: pins a message above the chat, or unpins it. Messages are not stored, so the operator sends its texts. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'pinMessage'>} ctx */
export function request(ctx) {
  const key = util.dynamodb.toMapValues({ show: ctx.env.SHOW });
  const message = ctx.args.message;
  const texts = ctx.stash.texts;
  if (!message || !texts) {
    return {
      operation: 'UpdateItem',
      key,
      update: {
        expression: 'REMOVE pinned ADD version :one',
        expressionValues: util.dynamodb.toMapValues({ ':one': 1 }),
      },
    };
  }
  if (!util.matches(ctx.env.MESSAGE_ID, message.id)) {
    util.error(
      'The id of a message is its room and a UUID, such as 0:123e4567-e89b-42d3-a456-426614174000.',
      'InvalidMessage',
    );
  }
  const pinned = {
    id: message.id,
    nickname: texts.nickname,
    text: texts.text,
    isHost: message.isHost ?? false,
  };
  return {
    operation: 'UpdateItem',
    key,
    update: {
      expression: 'SET pinned = :pinned ADD version :one',
      expressionValues: util.dynamodb.toMapValues({ ':pinned': pinned, ':one': 1 }),
    },
  };
}

/** @param {import('./context').ResolverContext<'pinMessage'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}
