import { expect, test } from 'vitest';
import { callsOfRound } from './voter';

const roundMs = 10_000;
const half = () => 0.5;
const at = (...times: number[]) => times.map((time) => ({ at: time, category: 'love' as const }));
const sent = async (...times: number[]) =>
  (await callsOfRound(at(...times), roundMs, 100, half)).map((call) => [
    Math.round(call.at),
    call.waits.map(Math.round),
  ]);

test('a voter without taps makes no calls', async () => {
  expect(await sent()).toEqual([]);
});

test('the first tap is sent at once', async () => {
  expect(await sent(1000)).toEqual([[1000, [0]]]);
});

test('later taps are sent together, two seconds after the first of them', async () => {
  expect(await sent(1000, 2000, 2500, 3000)).toEqual([
    [1000, [0]],
    [4000, [2000, 1500, 1000]],
  ]);
});

test('held votes are sent within 300 ms of the end of the round', async () => {
  expect(await sent(1000, 9000)).toEqual([
    [1000, [0]],
    [10_150, [1150]],
  ]);
});

test('the first vote of another category is sent at once, together with the held votes', async () => {
  const taps = [...at(1000, 1500), { at: 2000, category: 'hate' as const }];
  const calls = await callsOfRound(taps, roundMs, 100, half);
  expect(calls.map(({ at: time, waits }) => [time, waits])).toEqual([
    [1000, [0]],
    [2000, [500, 0]],
  ]);
});
