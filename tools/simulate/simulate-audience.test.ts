import { expect, test } from 'vitest';
import { sampleVoters } from './voter-sample';
import { usualHabits, type Habits } from './habits';
import { simulateAudience, roundMs } from './simulate-audience';
import { quotasMet } from './quotas-met';
import { seededRandom } from '../statistics/random';
import { asBuilt, deployed, proposed, type Design } from './system';

async function audience(viewers: number, changes: Partial<Habits> = {}, design: Design = asBuilt) {
  const habits = { ...usualHabits, ...changes };
  return simulateAudience({
    viewers,
    habits,
    voterSample: await sampleVoters(habits, roundMs, 100, seededRandom(1)),
    system: deployed,
    design,
    seed: 1,
  });
}

test('in the old sample each viewer gets every vote, and every vote is a write', async () => {
  const { votes, old } = await audience(1000);
  expect(old.usage.votes.messages).toBeCloseTo(votes * 1000);
  expect(old.usage.votes.writes).toBeCloseTo(votes);
});

test('here a viewer gets no more of them in a greater audience', async () => {
  const [small, great] = [await audience(2000), await audience(50_000)];
  expect(great.ours.usage.votes.messages / 50_000).toBeLessThan(1.2 * (small.ours.usage.votes.messages / 2000));
});

test('parts that both designs share cost the same', async () => {
  const { ours, old } = await audience(100);
  for (const part of ['presence', 'rounds', 'chat'] as const)
    expect(ours.cost.byPart[part]).toBe(old.cost.byPart[part]);
});

test('parts and services sum up to the same total', async () => {
  const { total, byPart, byService } = (await audience(1000)).ours.cost;
  const sum = (costs: Record<string, number>) => Object.values(costs).reduce((all, cost) => all + cost, 0);
  expect(sum(byPart)).toBeCloseTo(total);
  expect(sum(byService)).toBeCloseTo(total);
});

test('chat grows with the square of the audience, in rooms with the audience', async () => {
  const ratio = async (design: Design) =>
    (await audience(100_000, {}, design)).ours.cost.byPart.chat /
    (await audience(10_000, {}, design)).ours.cost.byPart.chat;
  expect(await ratio(asBuilt)).toBeCloseTo(100, 0);
  expect(await ratio(proposed)).toBeCloseTo(10, 0);
});

test('a growing audience reaches one quota after the other', async () => {
  const audiences = await Promise.all([1000, 10_000, 20_000, 100_000].map((viewers) => audience(viewers)));
  const met = quotasMet(audiences, 'ours');
  // 25 new identities a second, in ten minutes.
  expect(met.find(({ quota }) => quota === 'newIdentities')?.viewers).toBe(15_000);
  expect(met.map(({ viewers }) => viewers)).toEqual(met.map(({ viewers }) => viewers).toSorted((a, b) => a - b));
});

test('an audience that neither votes nor chats causes no cost for votes and chat', async () => {
  const { ours } = await audience(100, { votingShare: 0, messagesPerMinute: 0 });
  expect([ours.cost.byPart.votes, ours.cost.byPart.chat]).toEqual([0, 0]);
});
