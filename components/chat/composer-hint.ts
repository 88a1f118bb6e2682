/** Hints for the author of a chat message: their text and their field. */
import { limits } from '../../amplify/limits';
import type { Formatter } from '../../languages/formatter';
import type { moderationTexts } from '../../languages/moderation';
import { fill, type Texts } from '../../languages/texts';
import { BackendError, isRefusal } from '../../live/backend-error';
import { textLength, textProblem, type TextProblem } from '../../live/chat-text';
import type { Outgoing } from '../../live/outbox';

export type ComposerField = 'nickname' | 'text';

export interface Hint {
  text: 'nameMissing' | 'messageMissing' | 'marks' | 'invalid' | 'slowDown' | 'notJoined' | 'failed' | 'blockedWord';
  /** The field with an invalid value; null if the message itself is valid. */
  field: ComposerField | null;
  /** What a host has blocked. */
  word?: string;
}

export const slowDown: Hint = { text: 'slowDown', field: null };

const problemTexts = { tooLong: 'invalid', marks: 'marks' } satisfies Record<
  Exclude<TextProblem, 'empty'>,
  Hint['text']
>;

/** Returns the first problem of a message, or null if it is valid. */
export function problemOf({ nickname, text }: Outgoing): Hint | null {
  const nicknameProblem = textProblem(nickname, limits.maxNicknameLength);
  if (nicknameProblem !== null) {
    return { text: nicknameProblem === 'empty' ? 'nameMissing' : problemTexts[nicknameProblem], field: 'nickname' };
  }
  const problem = textProblem(text, limits.maxTextLength);
  if (problem === null) return null;
  return { text: problem === 'empty' ? 'messageMissing' : problemTexts[problem], field: 'text' };
}

/** @param error of the backend or the network */
export function hintFor(error: unknown): Hint {
  if (isRefusal(error, 'SlowDown')) return slowDown;
  if (error instanceof BackendError && error.type === 'NotJoined') return { text: 'notJoined', field: null };
  if (isRefusal(error, 'BlockedWord')) {
    const { word, what } = factsOf(error);
    return { text: 'blockedWord', field: what === 'nickname' ? 'nickname' : 'text', word: String(word) };
  }
  return isRefusal(error, 'InvalidMessage') ? { text: 'invalid', field: 'text' } : { text: 'failed', field: null };
}

/** Returns until when a host has muted this guest, in epoch milliseconds, or null if that is not the error. */
export function mutedUntilOf(error: unknown): number | null {
  if (!isRefusal(error, 'Muted')) return null;
  const { mutedUntil } = factsOf(error);
  return typeof mutedUntil === 'number' ? mutedUntil * 1000 : null;
}

function factsOf({ info }: BackendError): Record<string, unknown> {
  return typeof info === 'object' && info !== null ? { ...info } : {};
}

export function hintText(
  { text, word = '' }: Hint,
  { chat }: Texts,
  moderation: Moderation,
  isOffline: boolean,
): string {
  if (text === 'blockedWord') return fill(moderation.blockedWord, { word: `\u2068${word}\u2069` });
  if (text === 'failed') return isOffline ? chat.failedOffline : chat.failed;
  return fill(chat[text], { text: limits.maxTextLength, name: limits.maxNicknameLength });
}

type Moderation = (typeof moderationTexts)['en'];

/** How many characters before the limit the counter appears. */
const nearLimit: Record<ComposerField, number> = { nickname: 8, text: 40 };

const maxLength: Record<ComposerField, number> = { nickname: limits.maxNicknameLength, text: limits.maxTextLength };

export function isTooLong(field: ComposerField, value: string): boolean {
  return textLength(value) > maxLength[field];
}

/** Returns how many characters are left or too many near the limit, or an empty text if there are many left. */
export function characterCount(field: ComposerField, value: string, { chat }: Texts, format: Formatter): string {
  const left = maxLength[field] - textLength(value);
  if (left > nearLimit[field]) return '';
  return left < 0 ? format.count(chat.charactersOver, -left) : format.count(chat.charactersLeft, left);
}
