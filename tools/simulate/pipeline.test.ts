import { expect, test } from 'vitest';
import { quantile } from './delays';
import { runPipeline, type PipelineOptions } from './pipeline';
import { seededRandom } from '../statistics/random';
import { asBuilt, deployed, leavesToNext, oneRow, withoutLease } from './system';

const roundMs = 10_000;
const knownVotersAt = new Float64Array(roundMs + 2500).fill(1);

/** One shard whose reader is notified at once, and a call at a fixed interval in each of two rounds. */
function run(everyMs: number, changes: Partial<PipelineOptions> = {}) {
  return runPipeline({
    voterSample: { votes: 5, calls: 5, knownVotersAt },
    voters: 100,
    roundMs,
    rounds: 2,
    warmUpRounds: 1,
    shards: 1,
    random: seededRandom(1),
    callsOf: (_, add) => {
      for (let slot = 0; slot < roundMs; slot += everyMs) add(slot, 1);
    },
    system: {
      ...deployed,
      pollMs: 0,
      countMs: () => 10,
      readMs: 0,
      writeMs: 0,
      publishMs: 10,
      recordMs: 0,
      partitionWrites: Infinity,
    },
    design: withoutLease,
    ...changes,
  });
}

test('calls that come one by one are counted and published one by one', () => {
  const { meter, ...result } = run(100);
  expect(result).toMatchObject({ calls: 100, counts: 100, publications: 100, turns: 100 });
  expect(meter.writes).toEqual({ Round: 100, RoundShard: 100, PublishLease: 0 });
});

test('calls that come during a turn are counted together in the next', () => {
  const { calls, counts } = run(4);
  expect(calls).toBe(2500);
  // A turn of 20 ms; the one that holds the end of a round and the start of the next counts for both.
  expect(counts).toBe(501);
});

test('a reader that polls four times a second has four turns a second', () => {
  const { turns, delays } = run(10, {
    system: { ...deployed, countMs: () => 10, readMs: 0, writeMs: 0, publishMs: 10, recordMs: 0 },
  });
  expect(turns).toBe(40);
  expect(quantile(delays, 0.5)).toBeGreaterThan(125);
});

test.each([
  [20, 10],
  [50, 260],
  [50_000, 1000],
])('with %d voters, the lease publishes at most every %d ms, for any number of shards', (voters, intervalMs) => {
  expect(asBuilt.publishIntervalMs?.(voters)).toBe(intervalMs);
  const { publications, meter, counts } = run(5, { voters, shards: 8, design: asBuilt, rounds: 1, warmUpRounds: 0 });
  expect(meter.writes.Round).toBe(publications);
  expect(publications).toBeLessThanOrEqual(roundMs / intervalMs + 1);
  expect(counts).toBeGreaterThan(publications);
});

test('a round that knows the size of the last one starts at its pace', () => {
  const callsOf: PipelineOptions['callsOf'] = (_, add) => [0, 20, 40, 60].forEach((slot) => add(slot, 1));
  const knownVoters = new Float64Array(roundMs + 2500).fill(1).fill(0, 0, 5000);
  const voterSample = { votes: 4, calls: 4, knownVotersAt: knownVoters };
  const publications = (knowsLastSize: boolean) =>
    run(1, { callsOf, voterSample, shards: 8, voters: 100, design: { ...asBuilt, knowsLastSize } }).publications;
  expect(publications(false)).toBeGreaterThan(publications(true));
  expect(publications(true)).toBe(1);
});

test('a publication includes what is counted while it waits for the lease', () => {
  const callsOf: PipelineOptions['callsOf'] = (_, add) => [0, 30, 60].forEach((slot) => add(slot, 1));
  const { publications, calls, delays } = run(1, { callsOf, design: asBuilt, shards: 50, voters: 60 });
  expect(publications).toBe(1);
  expect(calls).toBe(3);
  expect(quantile(delays, 1)).toBeLessThan(300);
});

test('the first publication of a round waits for the interval', () => {
  const callsOf: PipelineOptions['callsOf'] = (_, add) => add(100, 1);
  const delay = (firstAfterInterval: boolean) => {
    const design = { ...asBuilt, publishing: { ...asBuilt.publishing, firstAfterInterval } };
    return quantile(run(1, { callsOf, design, voters: 1000 }).delays, 1);
  };
  expect(delay(true) - delay(false)).toBe(500 - 100 - 11);
});

test('the last count of a round is published', () => {
  const callsOf: PipelineOptions['callsOf'] = (_, add) => [0, 30, 60].forEach((slot) => add(slot, 1));
  const { publications, delays } = run(1, { callsOf, design: asBuilt, voters: 60 });
  // The reader waits for the lease with the first call, and finds the others afterwards.
  expect(publications).toBe(2);
  expect(quantile(delays, 1)).toBeLessThan(600);
});

test('what is left to later batches is published at the end of the window at the latest', () => {
  const callsOf: PipelineOptions['callsOf'] = (_, add) => [0, 30].forEach((slot) => add(slot, 1));
  const options = { callsOf, design: leavesToNext, voters: 50_000, shards: 50, rounds: 1, warmUpRounds: 0 };
  const { publications, delays, calls } = run(1, options);
  expect({ publications, calls }).toEqual({ publications: 1, calls: 2 });
  expect(quantile(delays, 1)).toBeLessThan(1100);
});

test('a shard whose tally waits for a publication is read late, unless it leaves that to later batches', () => {
  const delay = (design: typeof asBuilt) =>
    quantile(run(5, { design, voters: 1000, shards: 4, system: deployed }).delays, 0.99);
  expect(delay(leavesToNext)).toBeLessThan(delay(asBuilt) - 100);
});

test('one row is limited by its partition; a row per shard accepts more', () => {
  const callsOf: PipelineOptions['callsOf'] = (_, add) => {
    for (let slot = 0; slot < roundMs; slot++) add(slot, 20);
  };
  const many = { callsOf, shards: 40, rounds: 2, system: deployed };
  const one = run(1, { ...many, design: oneRow });
  const own = run(1, { ...many, design: { ...oneRow, counters: 'row per shard' } });
  expect(one.meter.busiestWriteUnits).toBeLessThanOrEqual(deployed.partitionWrites * 1.05);
  expect(one.meter.longestWaitMs).toBeGreaterThan(1000);
  expect(own.meter.longestWaitMs).toBeLessThan(10);
  expect(own.counts).toBeGreaterThan(2 * one.counts);
});

test('a tally that finds the publication claimed writes only its count', () => {
  const callsOf: PipelineOptions['callsOf'] = (_, add) => [0, 30, 60, 90].forEach((slot) => add(slot, 1));
  const { meter } = run(1, { callsOf, design: asBuilt, shards: 50, voters: 60 });
  // One tally claims the publication, which includes the counts of the others.
  expect(meter.writes).toEqual({ Round: 1, RoundShard: 4, PublishLease: 2 });
});

test('a tally that reads the lease while another one claims the publication fails to claim it', () => {
  const callsOf: PipelineOptions['callsOf'] = (_, add) => [0, 5, 90].forEach((slot) => add(slot, 1));
  const system = { ...deployed, pollMs: 0, countMs: () => 10, recordMs: 0, readMs: 0, writeMs: 10 };
  const { meter } = run(1, { callsOf, system, design: asBuilt, shards: 50, voters: 60 });
  expect(meter.writes).toEqual({ Round: 1, RoundShard: 3, PublishLease: 3 });
});

test('calls that no turn reaches have an infinite delay', () => {
  const { delays, calls } = run(1, { design: oneRow, system: { ...deployed, pollMs: 0, partitionWrites: 0.01 } });
  expect(calls).toBe(10_000);
  expect(quantile(delays, 0.5)).toBe(Infinity);
});

test('the same seed gives the same result', () => {
  expect(run(7, { shards: 5 })).toEqual(run(7, { shards: 5 }));
});
