import { expect, test } from 'vitest';
import { accountQuotas, quotaFor, type AccountQuotaName } from '../../amplify/account-quotas';
import { warmTables, warmWriteUnits } from '../../amplify/warm-throughput';
import { usualHabits, type Habits } from './habits';
import { createSimulation } from './simulation';
import { quotasMet } from './quotas-met';
import { sumUsage } from '../pricing/usage';
import { asBuilt, oneRow, type Design } from './system';

const simulate = createSimulation(usualHabits, 1);
const simulated = new Map<number, ReturnType<typeof simulate>>();

/** An audience with usual habits and the design as built, simulated once. */
function usualAudience(viewers: number) {
  const audience = simulated.get(viewers) ?? simulate(viewers, asBuilt);
  simulated.set(viewers, audience);
  return audience;
}

const audience = (viewers: number, changes: Partial<Habits>, design: Design = asBuilt) =>
  createSimulation({ ...usualHabits, ...changes }, 1)(viewers, design);

test('in the old sample each viewer gets every vote, and every vote is a write', async () => {
  const { votes, old } = await usualAudience(1000);
  expect(old.usage.votes.messages).toBeCloseTo(votes * 1000);
  expect(old.usage.votes.writes).toBeCloseTo(votes);
});

test('here a viewer gets no more of them in a greater audience', async () => {
  const [small, great] = [await usualAudience(2000), await usualAudience(50_000)];
  expect(great.ours.usage.votes.messages / 50_000).toBeLessThan(1.2 * (small.ours.usage.votes.messages / 2000));
});

test('parts that both designs share cost the same', async () => {
  const { ours, old } = await usualAudience(100);
  for (const part of ['presence', 'rounds', 'chat'] as const)
    expect(ours.cost.byPart[part]).toBe(old.cost.byPart[part]);
});

test('parts and services sum up to the same total', async () => {
  const { total, byPart, byService } = (await usualAudience(1000)).ours.cost;
  const sum = (costs: Record<string, number>) => Object.values(costs).reduce((all, cost) => all + cost, 0);
  expect(sum(byPart)).toBeCloseTo(total);
  expect(sum(byService)).toBeCloseTo(total);
});

test('chat to all grows with the square of the audience, in rooms with the audience', async () => {
  const ratio = async (design: Design) =>
    (await audience(128_000, {}, design)).ours.cost.byPart.chat /
    (await audience(16_000, {}, design)).ours.cost.byPart.chat;
  expect(await ratio(oneRow)).toBeCloseTo(64, 0);
  expect(await ratio(asBuilt)).toBeCloseTo(8, 0);
});

test('a growing audience reaches one quota after the other', async () => {
  const audiences = await Promise.all([1000, 10_000, 20_000, 100_000].map(usualAudience));
  const met = quotasMet(audiences, 'ours');
  // 25 new identities a second, in ten minutes.
  expect(met.find(({ quota }) => quota === 'newIdentities')?.viewers).toBe(15_000);
  expect(met.map(({ viewers }) => viewers)).toEqual(met.map(({ viewers }) => viewers).toSorted((a, b) => a - b));
});

test.each([20_000, 100_000, 1_000_000])('EXPECTED_VIEWERS=%i prepares the ballots for them', async (viewers) => {
  const { ours } = await usualAudience(viewers);
  const busiest = ours.quotas.newTableWrites * 4000;
  expect(warmWriteUnits('Ballot', viewers)).toBeGreaterThanOrEqual(busiest);
  expect(warmWriteUnits('Ballot', viewers)).toBeLessThan(1.5 * busiest);
});

test.each([20_000, 100_000, 1_000_000])('the alarms of %i expected viewers assume enough', async (viewers) => {
  const { ours } = await usualAudience(viewers);
  for (const name of Object.keys(accountQuotas) as AccountQuotaName[]) {
    const demand = ours.quotas[name] * accountQuotas[name].value;
    expect(demand, name).toBeLessThanOrEqual(0.82 * quotaFor(name, viewers));
  }
});

test('the busiest second exceeds the average as the alarms assume', async () => {
  const { ours, calls } = await usualAudience(1_000_000);
  const { requests, outbound, tableWrites } = accountQuotas;
  const { updates } = sumUsage(Object.values(ours.usage));
  const within = (peak: number, average: number, assumed: number) => {
    expect(peak / average).toBeGreaterThan(0.8 * assumed);
    expect(peak / average).toBeLessThan(1.2 * assumed);
  };
  within(ours.quotas.requests * requests.value, calls, requests.peak);
  within(ours.quotas.outbound * outbound.value, updates, outbound.peak);
  within(ours.quotas.tableWrites * tableWrites.value, calls, tableWrites.peak);
});

test('a small audience needs no prepared table', () => {
  for (const table of warmTables) expect(warmWriteUnits(table, 1000)).toBeNull();
});

test('an audience that neither votes nor chats causes no cost for votes and chat', async () => {
  const { ours } = await audience(100, { votingShare: 0, messagesPerMinute: 0 });
  expect([ours.cost.byPart.votes, ours.cost.byPart.chat]).toEqual([0, 0]);
});
