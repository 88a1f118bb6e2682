/**
 * Validates chat texts before they are sent. The server applies the same rules:
 * `amplify/data/resolvers/sendMessage.throttle.js`.
 */

/** `unfit`: contains lone surrogates, too many combining marks, or characters that change the writing direction. */
export type TextProblem = 'empty' | 'tooLong' | 'unfit' | 'invisible';

/** Whole characters without control characters, each with no more combining marks than languages need. */
const fit = /^(?:[^\p{M}\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]\p{M}{0,4})+$/u;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

const breaks = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** Converts pasted text to one line: line breaks, tabs and other control characters become spaces. */
export function toOneLine(text: string): string {
  return text.replace(breaks, ' ');
}

/** Returns the length of a text in UTF-16 code units after trimming, as the server measures it. */
export function textLength(text: string): number {
  return text.trim().length;
}

/**
 * Returns why the server would refuse a nickname or a message, or null if it would accept it.
 *
 * @param maxLength in UTF-16 code units after trimming
 */
export function textProblem(text: string, maxLength: number): TextProblem | null {
  const trimmed = text.trim();
  if (trimmed === '') return 'empty';
  if (trimmed.length > maxLength) return 'tooLong';
  if (!fit.test(trimmed)) return 'unfit';
  return visible.test(trimmed) ? null : 'invisible';
}
