import { expect, test } from 'vitest';
import { valueFor } from './by-voters';

const points = [
  [30, 10],
  [50, 250],
  [1000, 1000],
] as const;

test.each([
  [0, 10],
  [29, 10],
  [30, 10],
  [40, 130],
  [50, 250],
  [525, 625],
  [999, 999],
  [1000, 1000],
  [1_000_000, 1000],
])('%i voters: %i', (voters, value) => {
  expect(valueFor(points, voters)).toBe(value);
});

test('a value without points is refused', () => {
  expect(() => valueFor([], 1)).toThrow('needs at least one point');
});
