/**
 * `sendMessage`, step 3: applies what operators have set: whether the chat is open, and blocked words.
 *
 * A blocked word matches whole words, whatever their case, width and invisible characters. In scripts without spaces, and if
 * it is a symbol, it matches anywhere. It does not match other spellings: accents, similar letters of other scripts, digits
 * for letters, letters that are separated or repeated, and other forms of the word.
 */
import { runtime, util } from '@aws-appsync/utils';

/** Not visible, or drawn over a letter. */
const ignored =
  '[\\p{Cf}\\u034F\\u180B-\\u180F\\uFE00-\\uFE0F\\u2800\\u0305\\u0332\\u0333\\u0334-\\u0338\\u20D0-\\u20F0]+';

/** Between words. Line breaks separate blocked words. */
const separators = '[^\\p{L}\\p{M}\\p{N}\\n]+';

/** Contains a letter of a script without spaces: Chinese, Japanese, Thai, Lao, Tibetan, Burmese, Khmer ... */
const spaceless =
  '^.*[\\u0E00-\\u0FFF\\u1000-\\u109F\\u1780-\\u17D3\\u1950-\\u19DF\\u1A20-\\u1AAF\\u3040-\\u30FF\\u3400-\\u9FFF\\uA9E0-\\uA9FF\\uAA60-\\uAADF\\uF900-\\uFAFF\\uD840\\uDC00-\\uD88D\\uDFFF].*$';

/** @param {import('./context').ResolverContext<'sendMessage'>} ctx */
export function request(ctx) {
  const identityId = ctx.identity.cognitoIdentityId;
  const texts = ctx.stash.texts;
  if (!identityId || !texts) {
    util.unauthorized();
  }
  const limits = JSON.parse(ctx.env.LIMITS);
  // `backend.ts` lets only guests and operators in.
  const isHost = ctx.identity.cognitoIdentityAuthType === 'authenticated';
  ctx.stash.message = {
    // Subscriptions are filtered by the room. Pages that are older than the rooms select `id`, and no other new field.
    id: `${ctx.args.room ?? 0}:${util.autoId()}`,
    nickname: texts.nickname,
    text: texts.text,
    sender: identityId.slice(-limits.senderLength),
    sentAt: util.time.nowEpochMilliSeconds(),
    isHost,
  };
  ctx.stash.intervalMs = limits.messageIntervalMs;
  if (isHost) {
    runtime.earlyReturn(null);
  }
  // A change applies a moment later in the worst case, and the read costs half as much as a consistent one.
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ show: ctx.env.SHOW }) };
}

/** @param {import('./context').ResolverContext<'sendMessage', import('./context').ShowRow | null>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  const show = ctx.result;
  const message = ctx.stash.message;
  if (!show || !message) {
    return null;
  }
  if (show.isChatOpen === false) {
    util.error('A host has closed the chat. You can read on, and write when it opens again.', 'ChatClosed');
  }
  const limits = JSON.parse(ctx.env.LIMITS);
  ctx.stash.intervalMs = Math.max(limits.messageIntervalMs, (show.slowModeSeconds ?? 0) * 1000);
  const blockedWords = show.blockedWords ?? [];
  refuseBlockedWords(message.nickname, 'nickname', blockedWords);
  refuseBlockedWords(message.text, 'message', blockedWords);
  return null;
}

/**
 * @param {string} text
 * @param {string} what names the text in errors
 * @param {(string | null)[]} blockedWords
 */
function refuseBlockedWords(text, what, blockedWords) {
  const folded = fold(text);
  const words = ` ${folded.replaceAll(separators, ' ')} `.replaceAll(' +', ' ');
  // All at once: the text would otherwise be searched by hundreds of calls of utilities.
  const foldedBlocked = fold(blockedWords.join('\n'));
  const blocked = foldedBlocked.split('\n');
  const blockedAsWords = foldedBlocked.replaceAll(separators, ' ').split('\n');
  const hasSpaceless = util.matches(spaceless, folded);
  let index = 0;
  for (const word of blocked) {
    const asWords = (blockedAsWords[index] ?? '').trim();
    const isAnywhere = asWords === '' || (hasSpaceless && util.matches(spaceless, word));
    const isFound = isAnywhere ? word !== '' && folded.indexOf(word) >= 0 : words.indexOf(` ${asWords} `) >= 0;
    if (isFound) {
      const word = blockedWords[index];
      util.error(`The ${what} contains “${word}”, which the hosts have blocked.`, 'BlockedWord', null, { what, word });
    }
    index += 1;
  }
}

/**
 * Returns a text in the form in which texts are compared. In upper case, because some letters have two
 * lower cases.
 *
 * @param {string} text
 */
function fold(text) {
  return util.str.normalize(text, 'nfkc').toUpperCase().replaceAll(ignored, '');
}
