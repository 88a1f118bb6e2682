/** `pinMessage`: pins a message above the chat, or unpins it. Messages are not stored, so the operator sends its texts. */
import { util } from '@aws-appsync/utils';

/** A room and a UUID. */
const idPattern = '^\\d{1,4}:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** @param {import('./context').ResolverContext<'pinMessage'>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.LIMITS);
  const key = util.dynamodb.toMapValues({ show: ctx.env.SHOW });
  const message = ctx.args.message;
  if (!message) {
    return {
      operation: 'UpdateItem',
      key,
      update: {
        expression: 'REMOVE pinned ADD version :one',
        expressionValues: util.dynamodb.toMapValues({ ':one': 1 }),
      },
    };
  }
  if (!util.matches(idPattern, message.id)) {
    util.error(
      'The id of a message is its room and a UUID, such as 0:123e4567-e89b-42d3-a456-426614174000.',
      'InvalidMessage',
    );
  }
  const pinned = {
    id: message.id,
    nickname: acceptText(message.nickname, 'nickname', limits.maxNicknameLength, limits, ctx.env),
    text: acceptText(message.text, 'message', limits.maxTextLength, limits, ctx.env),
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

/**
 * Returns the clean text. As in `sendMessage.accept.js`.
 *
 * @param {string} text
 * @param {string} what names the text in errors
 * @param {number} maxLength
 * @param {Pick<import('../../limits').Limits, 'uncleanedLengthFactor'>} limits
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
