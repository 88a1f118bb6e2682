import { expect, it } from 'vitest';
import { assertMaySpend } from './spending-limit';

it.each([
  ['waits for a yes', 9, false, 'Nothing was done. Go ahead with --yes.'],
  [
    'costs no more than is allowed',
    12.345,
    true,
    'Nothing was done: the estimate of $12.35 is above the $10 that --most-dollars allows.',
  ],
  ['says at once that it would cost too much', 12.345, false, 'above the $10 that --most-dollars allows'],
])('a run on AWS %s', (_, estimate, isAgreed, words) => {
  expect(() => assertMaySpend(estimate, { isAgreed, maxDollars: 10 })).toThrow(words);
});

it('a run that was agreed to goes ahead, up to what is allowed', () => {
  expect(() => assertMaySpend(10, { isAgreed: true, maxDollars: 10 })).not.toThrow();
});
