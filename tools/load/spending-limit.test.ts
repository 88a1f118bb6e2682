import { expect, it } from 'vitest';
import { assertMaySpend } from './spending-limit';

it.each([
  ['requires --yes', 9, false, 'The run was not started. Confirm it with --yes.'],
  [
    'is refused above the limit',
    12.345,
    true,
    'The run was not started: the estimate of $12.35 is above the $10 that --most-dollars allows.',
  ],
  ['says at once that it would cost too much', 12.345, false, 'above the $10 that --most-dollars allows'],
])('a run on AWS %s', (_, estimate, isAgreed, words) => {
  expect(() => assertMaySpend(estimate, { isAgreed, maxDollars: 10 })).toThrow(words);
});

it('allows a confirmed run within the limit', () => {
  expect(() => assertMaySpend(10, { isAgreed: true, maxDollars: 10 })).not.toThrow();
});
