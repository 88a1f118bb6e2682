/** `changeSettings`: stores the settings that are given, and leaves the others. */
import { util } from '@aws-appsync/utils';

/** @param {import('./context').ResolverContext<'changeSettings'>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.LIMITS);
  const hostLimits = JSON.parse(ctx.env.HOST_LIMITS);
  const { roundSeconds, isChatOpen, slowModeSeconds, blockedWords, stageChat, areVotesHidden } = ctx.args;
  const lengths = [limits.roundSeconds, ...limits.roundSecondsChoices];
  if (typeof roundSeconds === 'number' && lengths.indexOf(roundSeconds) < 0) {
    util.error(
      `The seconds of a round must be one of ${limits.roundSecondsChoices.join(', ')}, not ${roundSeconds}.`,
      'InvalidSettings',
    );
  }
  if (slowModeSeconds && (slowModeSeconds < 0 || slowModeSeconds > hostLimits.maxSlowModeSeconds)) {
    util.error(
      `Slow mode takes from 0 to ${hostLimits.maxSlowModeSeconds} seconds, not ${slowModeSeconds}.`,
      'InvalidSettings',
    );
  }
  /** @type {Record<string, unknown>} */
  const given = {
    roundSeconds,
    isChatOpen,
    slowModeSeconds,
    blockedWords: blockedWords ? acceptWords(blockedWords, hostLimits, ctx.env) : undefined,
    stageChat,
    areVotesHidden,
  };
  /** @type {Record<string, string>} */
  const names = {};
  /** @type {Record<string, unknown>} */
  const values = { ':one': 1 };
  const assignments = [];
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && value !== null) {
      names[`#${name}`] = name;
      values[`:${name}`] = value;
      assignments.push(`#${name} = :${name}`);
    }
  }
  if (assignments.length === 0) {
    util.error('Give at least one setting.', 'InvalidSettings');
  }
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW }),
    update: {
      expression: `SET ${assignments.join(', ')} ADD version :one`,
      expressionNames: names,
      expressionValues: util.dynamodb.toMapValues(values),
    },
  };
}

/** @param {import('./context').ResolverContext<'changeSettings'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}

/**
 * Returns the words on one line each, without spaces at both ends. `sendMessage.accept.js` compares them.
 *
 * @param {(string | null)[]} words
 * @param {import('../../limits').HostLimits} limits
 * @param {import('../../chat-text').ChatPatterns} patterns
 */
function acceptWords(words, limits, patterns) {
  if (words.length > limits.maxBlockedWords) {
    util.error(`There can be at most ${limits.maxBlockedWords} blocked words.`, 'InvalidSettings');
  }
  const accepted = [];
  for (const word of words) {
    const clean = (word ?? '')
      .replaceAll(patterns.CHAT_CONTROLS, ' ')
      .replaceAll(patterns.CHAT_INVISIBLE, '')
      .replaceAll(patterns.CHAT_EDGES, '');
    if (clean.length > limits.maxBlockedWordLength) {
      util.error(`A blocked word must have at most ${limits.maxBlockedWordLength} characters.`, 'InvalidSettings');
    }
    if (!util.matches(patterns.CHAT_VISIBLE, clean)) {
      util.error('A blocked word is empty.', 'InvalidSettings');
    }
    accepted.push(clean);
  }
  return accepted;
}
