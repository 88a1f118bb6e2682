/** `sendMessage`, `reportMessage` and `pinMessage`: cleans and validates the texts of the message. */
import { runtime, util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'sendMessage' | 'reportMessage' | 'pinMessage'>} ctx */
export function request(ctx) {
  if (!ctx.identity.cognitoIdentityId) {
    util.unauthorized();
  }
  /** @type {Partial<import('./context').Texts> & { message?: import('./context').Texts | null }} */
  const args = ctx.args;
  const { nickname, text } = args.message ?? args;
  if (typeof nickname !== 'string' || typeof text !== 'string') {
    // `pinMessage` unpins.
    runtime.earlyReturn(null);
  }
  const limits = JSON.parse(ctx.env.LIMITS);
  ctx.stash.texts = {
    nickname: acceptText(nickname, 'nickname', limits.maxNicknameLength, limits, ctx.env),
    text: acceptText(text, 'message', limits.maxTextLength, limits, ctx.env),
  };
  return { payload: null };
}

export function response() {
  return null;
}

/**
 * Returns the clean text. The rules are in `amplify/chat-text.ts`.
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
