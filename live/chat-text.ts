/**
 * Cleans and validates chat texts before they are sent. The server applies the same rules:
 * `amplify/data/resolvers/cleanTexts.js`.
 */
import { chatPatterns, type ChatPatterns } from '../amplify/chat-text';
import { limits } from '../amplify/limits';

/** `marks`: starts with a combining mark, or has a pile of them. */
export type TextProblem = 'empty' | 'tooLong' | 'marks';

function without(text: string, name: keyof ChatPatterns, kept: string): string {
  return text.replace(new RegExp(chatPatterns[name], 'gu'), kept);
}

const isMatch = (text: string, name: keyof ChatPatterns) => new RegExp(chatPatterns[name], 'u').test(text);

/** Converts pasted text to one line, without characters that are invisible wherever they are. */
export function toOneLine(text: string): string {
  return without(without(text, 'CHAT_CONTROLS', ' '), 'CHAT_INVISIBLE', '');
}

/** Returns the text that is sent: one line without invisible characters, except those that scripts and emoji need. */
export function cleanText(text: string): string {
  let clean = toOneLine(text);
  for (const name of ['CHAT_TAGS', 'CHAT_SELECTORS', 'CHAT_JOINERS'] as const) clean = without(clean, name, '$1');
  return without(clean, 'CHAT_EDGES', '');
}

/** Returns the length of a text in UTF-16 code units after cleaning, as the server measures it. */
export function textLength(text: string): number {
  return cleanText(text).length;
}

/**
 * Returns why the server would refuse a nickname or a message, or null if it would accept it.
 *
 * @param maxLength in UTF-16 code units after cleaning
 */
export function textProblem(text: string, maxLength: number): TextProblem | null {
  if (text.length > maxLength * limits.uncleanedLengthFactor) return 'tooLong';
  const clean = cleanText(text);
  if (clean.length > maxLength) return 'tooLong';
  if (!isMatch(clean, 'CHAT_VISIBLE')) return 'empty';
  return isMatch(clean, 'CHAT_FIT') ? null : 'marks';
}
