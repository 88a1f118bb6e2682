/** Hints for the author of a chat message: their text and their field. */
import { limits } from '../../amplify/limits';
import type { Formatter } from '../../languages/formatter';
import { fill, type Texts } from '../../languages/texts';
import { isRefusal } from '../../live/backend-error';
import { textLength, textProblem, type TextProblem } from '../../live/chat-text';
import type { Outgoing } from '../../live/outbox';

export type ComposerField = 'nickname' | 'text';

export interface Hint {
  text: 'nameMissing' | 'messageMissing' | 'marks' | 'invalid' | 'slowDown' | 'failed';
  /** The field with an invalid value; null if the message itself is valid. */
  field: ComposerField | null;
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
  return isRefusal(error, 'InvalidMessage') ? { text: 'invalid', field: 'text' } : { text: 'failed', field: null };
}

export function hintText({ text }: Hint, { chat }: Texts, isOffline: boolean): string {
  if (text === 'failed') return isOffline ? chat.failedOffline : chat.failed;
  return fill(chat[text], { text: limits.maxTextLength, name: limits.maxNicknameLength });
}

/** How many characters before the limit the counter appears. */
const nearLimit = 40;

/** Returns how many characters are left or too many near the limit, or an empty text if there are many left. */
export function characterCount(text: string, { chat }: Texts, format: Formatter): string {
  const left = limits.maxTextLength - textLength(text);
  if (left > nearLimit) return '';
  return left < 0 ? format.count(chat.charactersOver, -left) : format.count(chat.charactersLeft, left);
}
