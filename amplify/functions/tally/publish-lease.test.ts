import { describe, expect, it, vi } from 'vitest';
import { noVotes } from '../../show';
import type { BallotChange } from './ballot-changes';
import { countBatch, type TallyTables } from './count-batch';
import { exploreInterleavings } from './interleavings.fixture';
import { isClaimedByOther, publishIntervalMs, claimTimeoutMs, publishDelayMs, type Lease } from './publish-lease';
import { createMemoryTables } from './tables.fixture';
import type { Scenario } from './tally-run.fixture';

const roundId = '1772366400';
const now = 1772366405_000;

/** Changes with different numbers of votes, so that totals identify the changes in them. */
const change = (index: number): BallotChange => ({
  sequenceNumber: String(index).padStart(40, '0'),
  castAt: now / 1000,
  newImage: { roundId, ...noVotes, love: 2 ** index },
});

/** Shards with the given numbers of batches, each of one change, or of as many as `batchSize`. */
function shardsOf(sizes: number[], batchSize = 1): BallotChange[][][] {
  let changes = 0;
  return sizes.map((size) =>
    Array.from({ length: size }, () => Array.from({ length: batchSize }, () => change(changes++))),
  );
}

describe('the publish interval', () => {
  it.each([
    [1, 10],
    [30, 10],
    [50, 260],
    [500, 330],
    [50_000, 1000],
    [1_000_000, 2300],
  ])('of a round with %i voters is %i ms', (voters, interval) => {
    expect(publishIntervalMs(voters)).toBe(interval);
  });

  it.each<[string, number | undefined, number]>([
    ['nothing before the first publication, long after the start of the round', undefined, 0],
    ['nothing long after the last publication', now - 1000, 0],
    ['for the rest of the interval soon after the last publication', now - 30, 230],
    ['at most one interval if another clock is ahead', now + 60_000, 260],
  ])('waits %s', (_, publishedAt, expected) => {
    expect(publishDelayMs({ publishedAt }, { startsAtMs: now - 5000, voters: 50 }, now)).toBe(expected);
  });

  it('begins with the round', () => {
    const delayMs = publishDelayMs({}, { startsAtMs: now - 100, voters: 1000 }, now);
    expect(delayMs).toBe(publishIntervalMs(1000) - 100);
  });
});

describe('a batch', () => {
  const claim = { claimedBy: 'shard-1', claimedAt: now };
  it.each<[string, Parameters<typeof isClaimedByOther>[0], string, number, boolean]>([
    ['publishes without a claim', {}, 'shard-2', now, false],
    ['does not publish while another shard holds the claim', { claim }, 'shard-2', now + claimTimeoutMs(0), true],
    ['continues the claim of its shard', { claim }, 'shard-1', now, false],
    ['takes over an overdue claim', { claim }, 'shard-2', now + claimTimeoutMs(0) + 1, false],
  ])('%s', (_, lease, shard, at, expected) => {
    expect(isClaimedByOther(lease, shard, 0, at)).toBe(expected);
  });

  it('of a large audience takes over a claim later, since it waits longer for its turn', () => {
    expect(isClaimedByOther({ claim }, 'shard-2', 1_000_000, now + claimTimeoutMs(0) + 1)).toBe(true);
  });

  const at = (time: number) => ({ now: () => time, sleep: () => Promise.resolve() });
  const batchOf = (index: number, shard = `shard-${index}`) => ({ shard, changes: [change(index)] });

  it('publishes for a shard whose tally never resumes, once its claim is overdue', async () => {
    const { tables } = createMemoryTables([roundId]);
    const publish = vi.fn(() => Promise.resolve());
    await tables.claimPublish(roundId, {}, { claimedBy: 'shard-0', claimedAt: now });
    await countBatch(batchOf(1), tables, publish, at(now + 100));
    expect(publish).not.toHaveBeenCalled();
    await countBatch(batchOf(2), tables, publish, at(now + claimTimeoutMs(0) + 1));
    expect(publish).toHaveBeenCalledWith({
      roundId,
      ...noVotes,
      love: 6,
      voters: 2,
      favourites: { ...noVotes, love: 2 },
    });
  });

  it('takes one write and one read if another tally publishes, and claims only if it has to wait', async () => {
    const { tables } = createMemoryTables([roundId]);
    const calls: string[] = [];
    const counting = new Proxy(tables, {
      get: (target, name): unknown => {
        calls.push(String(name));
        return Reflect.get(target, name);
      },
    });
    const tally = async (index: number, sleep: () => Promise<void>) => {
      await countBatch(batchOf(index), counting, () => Promise.resolve(), { now: () => now, sleep });
      return calls.splice(0);
    };
    const counted = ['readRound', 'addAbove', 'readLease'];
    const published = ['acquirePublish', 'sumRound', 'raiseTotals'];
    const isDue = () => expect.unreachable('nothing was published before');
    expect(await tally(1, isDue)).toEqual([...counted, ...published]);
    const whileWaiting = vi.fn(async () => {
      expect(calls.splice(0)).toEqual([...counted, 'claimPublish']);
      expect(await tally(3, () => expect.unreachable('another waits'))).toEqual(counted);
    });
    expect(await tally(2, whileWaiting)).toEqual(published);
    expect(whileWaiting).toHaveBeenCalledOnce();
  });

  it('waits by the voters of the round before, until its own are more', async () => {
    const { tables, startRound } = createMemoryTables([]);
    startRound(roundId, 1000);
    const sleep = vi.fn(() => Promise.resolve());
    const publish = () => Promise.resolve();
    await countBatch(batchOf(1), tables, publish, { now: () => now, sleep });
    await countBatch(batchOf(2), tables, publish, { now: () => now, sleep });
    expect(sleep.mock.calls).toEqual([[publishIntervalMs(1000)]]);
  });

  it('tells the others when the interval grows', async () => {
    const { tables } = createMemoryTables([roundId]);
    const guests = Array.from({ length: 1000 }, (_, index) => ({
      ...change(0),
      sequenceNumber: String(index).padStart(40, '0'),
    }));
    await countBatch({ shard: 'shard-0', changes: guests }, tables, () => Promise.resolve(), at(now));
    const sleep = vi.fn(() => Promise.resolve());
    await countBatch(batchOf(1), tables, () => Promise.resolve(), { now: () => now, sleep });
    expect(sleep.mock.calls).toEqual([[publishIntervalMs(1000)]]);
  });
});

/** Time limit, far longer than needed. Thousands of states are explored, each by a separate run. */
const exploringMs = 180_000;

/** Takes a third of the time of all scenarios together, so it runs nightly. */
const twoFaults: [string, Omit<Scenario, 'roundId'>] = [
  'two shards, two faults',
  { shards: shardsOf([1, 1]), maxFaults: 2 },
];

describe('in every interleaving', () => {
  it.each<[string, Omit<Scenario, 'roundId'>]>([
    ['three shards', { shards: shardsOf([1, 1, 1]), maxFaults: 0, joined: ['raiseTotals'] }],
    ['two shards, two batches each', { shards: shardsOf([2, 2]), maxFaults: 0 }],
    [
      'two shards, a fault, batches redelivered unchanged, longer or from the start',
      { shards: shardsOf([2, 1]), maxFaults: 1 },
    ],
    ['two shards, a fault, batches redelivered shorter', { shards: shardsOf([1, 1], 2), maxFaults: 1 }],
    ['one shard, three faults, batches cut in any way', { shards: shardsOf([2], 2), maxFaults: 3 }],
    ...(process.env.TEST_NIGHTLY === '1' ? [twoFaults] : []),
    ['a shard that splits, a fault', { shards: shardsOf([1, 1, 1]), parents: { 1: 0, 2: 0 }, maxFaults: 1 }],
    [
      'two shards, a fault, clocks seconds apart',
      { shards: shardsOf([1, 1]), maxFaults: 1, clockOffsetsMs: [0, 7000] },
    ],
    [
      'two shards, a fault, clocks seconds apart the other way',
      { shards: shardsOf([1, 1]), maxFaults: 1, clockOffsetsMs: [0, -7000] },
    ],
    ['two shards, a round that starts late', { shards: shardsOf([2, 1]), maxFaults: 0, startsLate: true }],
    ['two shards, a fault, a round that starts late', { shards: shardsOf([1, 1]), maxFaults: 1, startsLate: true }],
  ])(
    'everything counted is stored and published, at the right interval: %s',
    async (_, scenario) => {
      const { states, violation } = await exploreInterleavings({ roundId, ...scenario });
      expect(violation).toBeUndefined();
      expect(states).toBeGreaterThan(100);
    },
    exploringMs,
  );

  /** Tallies with a broken rule. */
  it.each<[string, RegExp, Omit<Scenario, 'roundId' | 'breakRule'>, Scenario['breakRule']]>([
    [
      'sums the round before it ends its claim',
      /votes are counted, \d+ are (stored|published)/,
      { shards: shardsOf([2, 1]), maxFaults: 0 },
      (tables) => {
        let early: ReturnType<TallyTables['sumRound']> | undefined;
        return {
          ...tables,
          acquirePublish: async (id, ...args) => {
            early = tables.sumRound(id);
            await early;
            return tables.acquirePublish(id, ...args);
          },
          sumRound: (id) => early ?? tables.sumRound(id),
        };
      },
    ],
    [
      'reads the lease before it adds its batch',
      /votes are counted, \d+ are (stored|published)/,
      { shards: shardsOf([2, 1]), maxFaults: 0 },
      (tables) => {
        let early: ReturnType<TallyTables['readLease']> | undefined;
        return {
          ...tables,
          addAbove: async (id, ...args) => {
            early = tables.readLease(id);
            await early;
            return tables.addAbove(id, ...args);
          },
          readLease: (id) => {
            const lease = early ?? tables.readLease(id);
            early = undefined;
            return lease;
          },
        };
      },
    ],
    [
      'counts a batch again',
      /votes were added, \d+ are counted/,
      { shards: shardsOf([1]), maxFaults: 1 },
      (tables) => ({
        ...tables,
        addAbove: (id, shard, { last }, ...rest) =>
          tables.addAbove(id, shard, { first: last.replaceAll(/./g, '9'), last }, ...rest),
      }),
    ],
    [
      'skips a batch that begins with counted changes',
      /votes were added, \d+ are counted/,
      { shards: shardsOf([2]), maxFaults: 1 },
      (tables) => ({
        ...tables,
        addAbove: async (...args) => {
          const watermark = await tables.addAbove(...args);
          return watermark === undefined ? undefined : '9'.repeat(40);
        },
      }),
    ],
    [
      'mistakes its own claim for another one',
      /votes are counted, \d+ are (stored|published)/,
      { shards: shardsOf([2]), maxFaults: 1 },
      (tables) => ({
        ...tables,
        readLease: async (id) => {
          const { claim, ...lease } = await tables.readLease(id);
          return claim ? { ...lease, claim: { ...claim, claimedBy: 'another shard' } } : lease;
        },
      }),
    ],
    [
      'ignores earlier publications',
      /two publications are too close/,
      { shards: shardsOf([2]), maxFaults: 0 },
      (tables) => {
        let lease: Lease = {};
        return {
          ...tables,
          readLease: async (id) => {
            lease = await tables.readLease(id);
            return { ...lease, publishedAt: undefined };
          },
          acquirePublish: (id, _, at) => tables.acquirePublish(id, lease, at),
        };
      },
    ],
    [
      'gives up after a failed attempt to acquire a publication',
      /votes are counted, \d+ are (stored|published)/,
      { shards: shardsOf([1]), maxFaults: 1 },
      (tables) => ({
        ...tables,
        acquirePublish: async (id, seen, at) => {
          if (await tables.acquirePublish(id, seen, at)) return true;
          return new Promise<boolean>(() => undefined);
        },
      }),
    ],
  ])(
    'finds the fault of a tally that %s',
    async (_, expected, scenario, breakRule) => {
      const { violation } = await exploreInterleavings({ roundId, ...scenario, breakRule });
      expect(violation).toMatch(expected);
    },
    exploringMs,
  );
});
