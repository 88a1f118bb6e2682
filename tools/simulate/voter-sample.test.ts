import { expect, test } from 'vitest';
import { busiestSecond, voterSampleOf, sampleVoters, drawRound } from './voter-sample';
import { usualHabits } from './habits';
import { seededRandom } from '../statistics/random';

const roundMs = 10_000;
const pace = { holdMs: 2000, endSpreadMs: 300 };
const call = (at: number, ...waits: number[]) => ({ at, waits });

test('averages over the voters', () => {
  const { votes, calls, knownVotersAt, waits } = voterSampleOf([[call(100, 0), call(2100, 2000, 500)], []], roundMs);
  expect({ votes, calls }).toEqual({ votes: 1.5, calls: 1 });
  expect([knownVotersAt[99], knownVotersAt[100], knownVotersAt[10_000]]).toEqual([0, 0.5, 0.5]);
  expect([waits[0], waits[500], waits[2000]].map((share) => share?.toFixed(2))).toEqual(['0.33', '0.33', '0.33']);
});

test('the busiest second may begin in one round and end in the next', () => {
  expect(busiestSecond(voterSampleOf([[call(9800, 0), call(10_200, 0)]], roundMs), roundMs)).toBe(2);
  expect(busiestSecond(voterSampleOf([[call(1000, 0), call(5000, 0)]], roundMs), roundMs)).toBe(1);
});

test('a typical voter casts a vote every two seconds until voting closes, in fewer calls', async () => {
  const { votes, calls } = await sampleVoters(usualHabits, roundMs, 100, pace, seededRandom(1));
  expect(votes).toBeGreaterThan(3.6);
  expect(votes).toBeLessThan(3.9);
  expect(calls).toBeLessThan(0.75 * votes);
});

test.each([100, 1_000_000])('draws as many calls for %d voters as they make', async (voters) => {
  const voterSample = await sampleVoters(usualHabits, roundMs, 100, pace, seededRandom(1));
  let drawn = 0;
  drawRound(voterSample, voters, seededRandom(2), (_, calls) => (drawn += calls));
  expect(Math.abs(drawn / (voters * voterSample.calls) - 1)).toBeLessThan(0.15);
});
