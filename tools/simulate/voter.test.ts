import { expect, test } from 'vitest';
import { callsOfRound } from './voter';

const roundMs = 10_000;
const half = () => 0.5;
const pace = { holdMs: 2000, endSpreadMs: 300 };
const at = (...times: number[]) => times.map((time) => ({ at: time, category: 'love' as const }));
const sent = async (...times: number[]) =>
  (await callsOfRound(at(...times), roundMs, 100, pace, half)).map((call) => [
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

test('a larger audience holds votes for longer, and spreads the last ones over a longer time', async () => {
  const calls = await callsOfRound(at(1000, 2000, 7200), roundMs, 100, { holdMs: 5000, endSpreadMs: 1000 }, half);
  expect(calls.map((call) => call.at)).toEqual([1000, 7000, 8000]);
});

test('held votes are sent within 300 ms of the close of voting', async () => {
  expect(await sent(1000, 7000)).toEqual([
    [1000, [0]],
    [7650, [650]],
  ]);
});

test('taps while the result is shown are no votes', async () => {
  expect(await sent(1000, 7600, 9000)).toEqual([[1000, [0]]]);
});

test('the first vote of another category is sent at once, together with the held votes', async () => {
  const taps = [...at(1000, 1500), { at: 2000, category: 'hate' as const }];
  const calls = await callsOfRound(taps, roundMs, 100, pace, half);
  expect(calls.map(({ at: time, waits }) => [time, waits])).toEqual([
    [1000, [0]],
    [2000, [500, 0]],
  ]);
});
