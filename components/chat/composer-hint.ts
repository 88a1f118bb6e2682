/** Hints to the writer of a chat message: what they say, and which field they are about. */
import { limits } from '../../amplify/limits';
import type { Formatter } from '../../languages/formatter';
import { fill, type Texts } from '../../languages/texts';
import { isRefusal } from '../../live/backend-error';
import { textLength, textProblem, type TextProblem } from '../../live/chat-text';
import type { Outgoing } from '../../live/outbox';

export type ComposerField = 'nickname' | 'text';

export interface Hint {
  text: 'nameMissing' | 'messageMissing' | 'unfit' | 'invisible' | 'invalid' | 'slowDown' | 'failed';
  /** The field with an invalid value; null if the message itself is valid. */
  field: ComposerField | null;
}

export const slowDown: Hint = { text: 'slowDown', field: null };

const problemTexts = { tooLong: 'invalid', unfit: 'unfit', invisible: 'invisible' } satisfies Record<
  Exclude<TextProblem, 'empty'>,
  Hint['text']
>;

/** The first problem of a message that is about to be sent; null if it is valid. */
export function problemOf({ nickname, text }: Outgoing): Hint | null {
  const nicknameProblem = textProblem(nickname, limits.maxNicknameLength);
  if (nicknameProblem !== null) {
    return { text: nicknameProblem === 'empty' ? 'nameMissing' : problemTexts[nicknameProblem], field: 'nickname' };
  }
  const problem = textProblem(text, limits.maxTextLength);
  if (problem === null) return null;
  return { text: problem === 'empty' ? 'messageMissing' : problemTexts[problem], field: 'text' };
}

/** @param error with which the backend or the network failed */
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

/** The characters that are left near the limit, or too many; empty further away from it. */
export function characterCount(text: string, { chat }: Texts, format: Formatter): string {
  const left = limits.maxTextLength - textLength(text);
  if (left > nearLimit) return '';
  return left < 0 ? format.count(chat.charactersOver, -left) : format.count(chat.charactersLeft, left);
}
