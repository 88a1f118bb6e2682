import { expect, test } from 'vitest';
import { quantileOf } from './quantile';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

test.each([
  [0, 1],
  [0.5, 50],
  [0.98, 98],
  [1, 100],
])('of one to a hundred, in any order, %d is %d', (share, expected) => {
  expect(quantileOf(hundred, share)).toBe(expected);
});

test('of one value it is that value, of none it is not a number', () => {
  expect(quantileOf([7], 0.98)).toBe(7);
  expect(quantileOf([], 0.5)).toBeNaN();
});
