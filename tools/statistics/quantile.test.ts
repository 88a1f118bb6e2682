import { expect, test } from 'vitest';
import { quantileOf } from './quantile';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

test.each([
  [0, 1],
  [0.5, 50],
  [0.98, 98],
  [1, 100],
])('the quantile %d of 1 to 100, in any order, is %d', (share, expected) => {
  expect(quantileOf(hundred, share)).toBe(expected);
});

test('is the value itself for one value, and NaN without values', () => {
  expect(quantileOf([7], 0.98)).toBe(7);
  expect(quantileOf([], 0.5)).toBeNaN();
});
