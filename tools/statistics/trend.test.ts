import { expect, it } from 'vitest';
import { trendOf, trendText } from './trend';

it.each([
  ['a line', [1, 3, 5, 7], { mean: 4, slope: 2, margin: 0 }],
  ['a level', [4, 4, 4, 4], { mean: 4, slope: 0, margin: 0 }],
  // Slope and margin computed by hand: residuals of 1 around a constant.
  ['noise', [1, -1, -1, 1], { mean: 0, slope: 0, margin: 1.96 * Math.sqrt(4 / 2 / 5) }],
])('finds the slope of %s and its margin', (_, values, expected) => {
  const trend = trendOf(values.map((value, at) => ({ at, value })));
  for (const [key, value] of Object.entries(expected)) expect(trend[key as keyof typeof trend]).toBeCloseTo(value);
});

it('formats the slope with its unit', () => {
  expect(trendText({ mean: 0, slope: -0.5, margin: 0.25 }, 'MB')).toBe('-0.50 ± 0.25 MB per minute');
});
