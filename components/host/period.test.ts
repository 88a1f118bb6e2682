import { expect, it } from 'vitest';
import { periodOf } from './period';

const now = new Date(2027, 0, 15, 20, 30).getTime();

it.each([
  ['today', 20.5 * 3600],
  ['hour', 3600],
  ['day', 86_400],
  ['month', 30 * 86_400],
] as const)('%s reaches %i seconds back, to this second', (period, seconds) => {
  const { from, to } = periodOf(period, now);
  expect(to).toBe(now / 1000 + 1);
  expect(Math.abs(now / 1000 - from - seconds)).toBeLessThanOrEqual(1);
});
