import { expect, test } from 'vitest';
import { actAtRandom } from './act-at-random';

test('acts at about the given rate', async () => {
  let acts = 0;
  const acted = await actAtRandom(5000, 0.2, () => (acts += 1));
  expect(acted).toBe(acts);
  // Six standard deviations around 1000.
  expect(Math.abs(acts - 1000)).toBeLessThan(6 * Math.sqrt(1000));
});
