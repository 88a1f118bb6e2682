/**
 * What may be said in the chat, told before it is sent. The server decides, by the same rules:
 * `amplify/data/resolvers/sendMessage.throttle.js`.
 */

/** `unfit`: holds half characters, piles of marks, or signs that turn the writing direction of what follows. */
export type TextProblem = 'empty' | 'tooLong' | 'unfit' | 'invisible';

/** Whole characters, none that controls the lines around it, each with no more marks than languages need. */
const fit = /^(?:[^\p{M}\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]\p{M}{0,4})+$/u;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

const breaks = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** Makes one line of what was pasted: line breaks, tabs and other controls become spaces. */
export function toOneLine(text: string): string {
  return text.replace(breaks, ' ');
}

/** How many UTF-16 code units of a text count; the server trims it. */
export function textLength(text: string): number {
  return text.trim().length;
}

/**
 * Why the server would refuse a nickname or a message; null where it would not.
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
