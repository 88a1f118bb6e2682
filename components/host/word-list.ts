/** A list of words as a text with one per line. */
import { hostLimits } from '../../amplify/limits';

/** Returns the words, without empty lines and repetitions. */
export function wordsOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

export type WordProblem = 'tooManyWords' | 'wordTooLong';

/** Returns why the backend would refuse the words, or null if it would not. */
export function problemOf(words: readonly string[]): WordProblem | null {
  if (words.length > hostLimits.maxBlockedWords) return 'tooManyWords';
  return words.some(({ length }) => length > hostLimits.maxBlockedWordLength) ? 'wordTooLong' : null;
}
