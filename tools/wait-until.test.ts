import { expect, test } from 'vitest';
import { waitUntil } from './wait-until';

test('resolves once the condition holds', async () => {
  let calls = 0;
  await waitUntil('a third call', () => ++calls === 3, 10_000);
  expect(calls).toBe(3);
});

test('resolves at once if the condition already holds', async () => {
  await waitUntil('nothing', () => true, 0);
});

test('awaits conditions that are promises', async () => {
  let calls = 0;
  await waitUntil('a second call', () => Promise.resolve(++calls === 2), 10_000);
  expect(calls).toBe(2);
});

test('names the condition in its error', async () => {
  await expect(waitUntil('every viewer is live', () => false, 50)).rejects.toThrow(
    'Not within 0.05 s: every viewer is live.',
  );
});
