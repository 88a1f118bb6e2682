import { expect, test } from 'vitest';
import { sumOfDelays, uniformDelays, quantile } from './delays';

test.each([
  [0.5, 1],
  [0.75, 1],
  [0.99, 3],
])('a share of %d has a delay of %d at most', (share, expected) => {
  expect(quantile(Float64Array.of(0, 3, 0, 1, 0), share)).toBe(expected);
});

test('returns Infinity for the last slot and NaN without values', () => {
  expect(quantile(Float64Array.of(0, 1, 3), 0.5)).toBe(Infinity);
  expect(quantile(new Float64Array(3), 0.5)).toBeNaN();
});

test('adds delays', () => {
  const ten = new Float64Array(100);
  ten[10] = 1;
  expect(quantile(sumOfDelays(ten, uniformDelays(40)), 0.5)).toBe(25);
  expect(quantile(sumOfDelays(Float64Array.of(0, 0, 1), uniformDelays(40), 1), 0.5)).toBe(Infinity);
});
