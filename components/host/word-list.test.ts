import { expect, it } from 'vitest';
import { hostLimits } from '../../amplify/limits';
import { problemOf, wordsOf } from './word-list';

it('reads one word per line, without blanks and repetitions', () => {
  expect(wordsOf(' spoiler \r\n\nthe killer is\nspoiler\n  ')).toEqual(['spoiler', 'the killer is']);
});

it.each([
  [Array.from({ length: hostLimits.maxBlockedWords }, (_, index) => `w${index}`), null],
  [Array.from({ length: hostLimits.maxBlockedWords + 1 }, (_, index) => `w${index}`), 'tooManyWords'],
  [['a'.repeat(hostLimits.maxBlockedWordLength)], null],
  [['a'.repeat(hostLimits.maxBlockedWordLength + 1)], 'wordTooLong'],
])('knows what the backend refuses', (words, problem) => {
  expect(problemOf(words)).toBe(problem);
});
