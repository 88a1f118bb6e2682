import { expect, test } from 'vitest';
import { until } from './until';

test('ends as soon as it is so', async () => {
  let looks = 0;
  await until('a third look', () => ++looks === 3, 10_000);
  expect(looks).toBe(3);
});

test('what is so already is not waited for', async () => {
  await until('nothing', () => true, 0);
});

test('says what did not come in time', async () => {
  await expect(until('every viewer is live', () => false, 50)).rejects.toThrow(
    'Not within 0.05 s: every viewer is live.',
  );
});
