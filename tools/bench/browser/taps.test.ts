import { expect, test } from 'vitest';
import { shownAfter } from './taps';

const changes = [
  { category: 'love' as const, text: '1', shownAt: 100 },
  { category: 'hate' as const, text: '1', shownAt: 120 },
  { category: 'love' as const, text: '2', shownAt: 140 },
];

test.each([
  ['the first change of its counter after the tap', 'love' as const, 105, 140],
  ['the first change of its own counter, not of another one', 'hate' as const, 50, 120],
  ['never', 'meh' as const, 50, NaN],
])('a tap is shown with %s', (_, category, at, expected) => {
  expect(shownAfter(changes, category, at)).toBe(expected);
});
