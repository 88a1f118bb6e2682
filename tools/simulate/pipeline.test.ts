import { expect, test } from 'vitest';
import { quantile } from './delays';
import { runPipeline, type PipelineOptions } from './pipeline';
import { seededRandom } from '../statistics/random';
import { asBuilt, deployed, withoutLease } from './system';

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
    record: Infinity,
    random: seededRandom(1),
    callsOf: (_, add) => {
      for (let slot = 0; slot < roundMs; slot += everyMs) add(slot, 1);
    },
    system: {
      ...deployed,
      pollMs: 0,
      countMs: () => 10,
      takeMs: 0,
      publishMs: 10,
      recordMs: 0,
      partitionWrites: Infinity,
    },
    design: withoutLease,
    ...changes,
  });
}

test('calls that come one by one are counted and published one by one', () => {
  expect(run(100)).toMatchObject({ calls: 100, counts: 100, takes: 0, publications: 100, turns: 100 });
});

test('calls that come during a turn are counted together in the next', () => {
  const { calls, counts } = run(4);
  expect(calls).toBe(2500);
  // A turn of 20 ms; the one that holds the end of a round and the start of the next counts for both.
  expect(counts).toBe(501);
});

test('a reader that polls four times a second has four turns a second', () => {
  const { turns, delays } = run(10, {
    system: { ...deployed, countMs: () => 10, takeMs: 0, publishMs: 10, recordMs: 0 },
  });
  expect(turns).toBe(40);
  expect(quantile(delays, 0.5)).toBeGreaterThan(125);
});

test.each([
  [40, 40],
  [100, 250],
  [10_000, 250],
])('with %d voters, the lease publishes at most every %d ms, for any number of shards', (voters, gapMs) => {
  expect(asBuilt.publishGapMs?.(voters)).toBe(gapMs);
  const { publications, takes, counts } = run(5, { voters, shards: 8, design: asBuilt, rounds: 1, warmUpRounds: 0 });
  expect(takes).toBe(publications);
  expect(publications).toBeLessThanOrEqual(roundMs / gapMs + 1);
  expect(counts).toBeGreaterThan(publications);
});

test('a publication includes what is counted while it waits for the lease', () => {
  const callsOf: PipelineOptions['callsOf'] = (_, add) => [0, 30, 60].forEach((slot) => add(slot, 1));
  const { publications, calls, delays } = run(1, { callsOf, design: asBuilt, shards: 50, voters: 60 });
  expect(publications).toBe(2);
  expect(calls).toBe(3);
  expect(quantile(delays, 1)).toBeLessThan(110);
});

test('the last count of a round is published', () => {
  const callsOf: PipelineOptions['callsOf'] = (_, add) => [0, 30, 60].forEach((slot) => add(slot, 1));
  const { publications, delays } = run(1, { callsOf, design: asBuilt, voters: 60 });
  // The reader waits for the lease with the second call, and finds the third one afterwards.
  expect(publications).toBe(3);
  expect(quantile(delays, 1)).toBeLessThan(210);
});

test('one row is limited by its partition; a row per shard accepts more', () => {
  const callsOf: PipelineOptions['callsOf'] = (_, add) => {
    for (let slot = 0; slot < roundMs; slot++) add(slot, 20);
  };
  const many = { callsOf, shards: 40, rounds: 2, system: deployed };
  const one = run(1, { ...many, design: asBuilt });
  const own = run(1, { ...many, design: { ...asBuilt, rowPerShard: true } });
  expect(one.busiestUnits).toBeLessThanOrEqual(deployed.partitionWrites * 1.05);
  expect(one.longestWaitMs).toBeGreaterThan(1000);
  expect(own.longestWaitMs).toBe(0);
  expect(own.counts).toBeGreaterThan(2 * one.counts);
});

test('calls that no turn reaches have an infinite delay', () => {
  const { delays, calls } = run(1, { system: { ...deployed, pollMs: 0, partitionWrites: 0.01 } });
  expect(calls).toBe(10_000);
  expect(quantile(delays, 0.5)).toBe(Infinity);
});

test('a record is raised with each count that beats it', () => {
  expect(run(100, { record: 1000 }).records).toBe(0);
  expect(run(100, { record: 0, rounds: 1, warmUpRounds: 0 }).records).toBeGreaterThan(90);
});

test('the same seed gives the same result', () => {
  expect(run(7, { shards: 5 })).toEqual(run(7, { shards: 5 }));
});
