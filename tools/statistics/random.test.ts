import { expect, it } from 'vitest';
import { poisson, seededRandom } from './random';

it.each([0.2, 3, 40, 400])('has a mean and a variance of %d', (mean) => {
  const random = seededRandom(1);
  const draws = Array.from({ length: 20_000 }, () => poisson(mean, random));
  const average = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const variance = draws.reduce((sum, draw) => sum + (draw - average) ** 2, 0) / draws.length;
  expect(average / mean).toBeCloseTo(1, 1);
  expect(variance / mean).toBeCloseTo(1, 1);
});

it('is 0 for a mean of 0', () => {
  expect(poisson(0, () => 0.5)).toBe(0);
});
