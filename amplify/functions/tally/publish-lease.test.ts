import { describe, expect, it, vi } from 'vitest';
import { noVotes } from '../../show';
import type { BallotChange } from './ballot-changes';
import { countBatch, type AddResult, type RoundTotals, type TallyTables } from './count-batch';
import { exploreInterleavings, type Scenario } from './interleavings.fixture';
import { isClaimedByOther, publishIntervalMs, claimTimeoutMs, publishDelayMs, type Lease } from './publish-lease';
import { createMemoryTables } from './tables.fixture';

const roundId = '1772366400';
const now = 1772366405_000;

/** Each change with votes of its own, so that totals tell what is in them. */
const change = (index: number): BallotChange => ({
  eventId: `event-${index}`,
  newImage: { roundId, ...noVotes, love: 2 ** index },
});

/** Batches of one change, as many for each shard as told. */
function shardsOf(...sizes: number[]): BallotChange[][][] {
  let events = 0;
  return sizes.map((size) => Array.from({ length: size }, () => [change(events++)]));
}

describe('the pace', () => {
  it.each([
    [1, 10],
    [20, 10],
    [40, 40],
    [50, 63],
    [100, 250],
    [1_000_000, 250],
  ])('of a round with %i voters is a publish in %i ms at most', (voters, interval) => {
    expect(publishIntervalMs(voters)).toBe(interval);
  });

  it.each<[string, number | undefined, number]>([
    ['the first publish', undefined, 0],
    ['a publish long after the last', now - 1000, 0],
    ['one soon after it', now - 30, 60],
    ['one after another whose clock is ahead: an interval, not longer', now + 60_000, 90],
  ])('lets %s wait as long as needed', (_, publishedAt, expected) => {
    expect(publishDelayMs({ publishedAt }, 60, now)).toBe(expected);
  });
});

describe('a batch', () => {
  const claim = { claimedBy: 'event-1', claimedAt: now };
  it.each<[string, Parameters<typeof isClaimedByOther>[0], string[], number, boolean]>([
    ['publishes where nobody has claimed to', {}, ['event-2'], now, false],
    ['leaves it to whoever has claimed to', { claim }, ['event-2'], now + claimTimeoutMs, true],
    [
      'goes on with a claim of its own, however it was cut then',
      { claim },
      ['event-0', 'event-1', 'event-2'],
      now,
      false,
    ],
    ['takes over a claim that is overdue', { claim }, ['event-2'], now + claimTimeoutMs + 1, false],
  ])('%s', (_, lease, eventIds, at, expected) => {
    expect(isClaimedByOther(lease, new Set(eventIds), at)).toBe(expected);
  });

  it('publishes for a batch whose tally never comes back, once its claim is overdue', async () => {
    const { tables } = createMemoryTables([roundId]);
    const publish = vi.fn(() => Promise.resolve());
    await tables.addOnce(roundId, { first: 'lost', last: 'lost' }, { counts: { ...noVotes, love: 1 }, voters: 1 }, now);
    const at = (time: number) => ({ now: () => time, sleep: () => Promise.resolve() });
    await countBatch([change(1)], tables, publish, at(now + 100));
    expect(publish).not.toHaveBeenCalled();
    await countBatch([change(2)], tables, publish, at(now + claimTimeoutMs + 1));
    expect(publish).toHaveBeenCalledWith({
      scores: { roundId, ...noVotes, love: 7, voters: 3 },
      leaders: [expect.objectContaining({ category: 'love', votes: 7 })],
    });
  });

  it('that finds a claim takes one write in all; one that claims takes two, whether it waits or not', async () => {
    const { tables } = createMemoryTables([roundId]);
    const calls: string[] = [];
    const counted =
      <Args extends unknown[], Result>(name: string, call: (...args: Args) => Result) =>
      (...args: Args): Result => {
        calls.push(name);
        return call(...args);
      };
    const counting: TallyTables = {
      addOnce: counted('addOnce', tables.addOnce),
      acquirePublish: counted('acquirePublish', tables.acquirePublish),
      markRecut: counted('markRecut', tables.markRecut),
      readRecords: counted('readRecords', tables.readRecords),
      raiseRecord: counted('raiseRecord', tables.raiseRecord),
    };
    const tally = async (index: number, sleep: () => Promise<void>) => {
      await countBatch([change(index)], counting, () => Promise.resolve(), { now: () => now, sleep });
      return calls.splice(0);
    };
    const publishing = ['addOnce', 'acquirePublish', 'readRecords', 'raiseRecord'];
    expect(await tally(1, () => expect.unreachable('nothing was published before'))).toEqual(publishing);
    const whileWaiting = vi.fn(async () => {
      expect(calls.splice(0)).toEqual(['addOnce']);
      expect(await tally(3, () => expect.unreachable('another waits'))).toEqual(['addOnce']);
    });
    expect(await tally(2, whileWaiting)).toEqual(publishing.slice(1));
    expect(whileWaiting).toHaveBeenCalledOnce();
  });
});

/** Far more than it takes: some thousand states, each reached by a run of its own. */
const exploringMs = 30_000;

describe('in every order of steps', () => {
  it.each<[string, Omit<Scenario, 'roundId'>]>([
    ['three shards', { shards: shardsOf(1, 1, 1), maxFaults: 0 }],
    ['two shards, two batches each', { shards: shardsOf(2, 2), maxFaults: 0 }],
    [
      'two shards, a fault, batches coming again as they were, longer or from the start',
      { shards: shardsOf(2, 1), maxFaults: 1 },
    ],
    ['two shards, two faults', { shards: shardsOf(1, 1), maxFaults: 2 }],
    ['two shards, a fault, clocks seconds apart', { shards: shardsOf(1, 1), maxFaults: 1, clockOffsetsMs: [0, 7000] }],
    [
      'two shards, a fault, clocks seconds apart the other way',
      { shards: shardsOf(1, 1), maxFaults: 1, clockOffsetsMs: [0, -7000] },
    ],
  ])(
    'all that was added is published with its records, at its distance, with no write in vain: %s',
    async (_, scenario) => {
      const { states, violation } = await exploreInterleavings({ roundId, ...scenario });
      expect(violation).toBeUndefined();
      expect(states).toBeGreaterThan(100);
    },
    exploringMs,
  );

  /** What a tally would see or do by a worse rule. */
  it.each<[string, RegExp, Omit<Scenario, 'roundId' | 'breakRule'>, Scenario['breakRule']]>([
    [
      'the totals of its own count, not of the write that ends the claim',
      /votes are counted, \d+ are published/,
      { shards: shardsOf(1, 1), maxFaults: 0 },
      (tables) => {
        let own: RoundTotals | undefined;
        return {
          ...tables,
          addOnce: async (...args) => {
            const addition = await tables.addOnce(...args);
            own = addition.totals;
            return addition;
          },
          acquirePublish: async (...args) => {
            const answer = await tables.acquirePublish(...args);
            return answer && { ...answer, totals: own ?? answer.totals };
          },
        };
      },
    ],
    [
      'a claim of its own for that of another',
      /votes are counted, \d+ are published/,
      { shards: shardsOf(1, 1), maxFaults: 1 },
      (tables) => ({ ...tables, addOnce: async (...args) => estranged(await tables.addOnce(...args), () => true) }),
    ],
    [
      'a claim as its own by the first change of the batch alone',
      /votes are counted, \d+ are published/,
      { shards: shardsOf(2, 1), maxFaults: 1 },
      (tables, [first]) => ({
        ...tables,
        addOnce: async (...args) => estranged(await tables.addOnce(...args), (by) => by !== first?.eventId),
      }),
    ],
    [
      'no claim of others',
      /two publishes are too near|a write was in vain/,
      { shards: shardsOf(1, 1), maxFaults: 0 },
      (tables) => ({
        ...tables,
        addOnce: async (...args) => {
          const addition = await tables.addOnce(...args);
          return { ...addition, lease: { ...addition.lease, claim: undefined } };
        },
      }),
    ],
    [
      'no publish before its own',
      /two publishes are too near/,
      { shards: shardsOf(2), maxFaults: 0 },
      (tables) => {
        let lease: Lease = {};
        return {
          ...tables,
          addOnce: async (...args) => {
            const addition = await tables.addOnce(...args);
            lease = addition.lease;
            return { ...addition, lease: { ...lease, publishedAt: undefined } };
          },
          acquirePublish: (id, _, at) => tables.acquirePublish(id, lease, at),
        };
      },
    ],
    [
      'a publish that it could not take as done',
      /votes are counted, \d+ are published/,
      { shards: shardsOf(1, 1), maxFaults: 1 },
      (tables) => ({
        ...tables,
        acquirePublish: async (...args) => {
          const answer = await tables.acquirePublish(...args);
          return answer?.isAcquired ? answer : undefined;
        },
      }),
    ],
  ])(
    'it shows if a tally sees %s',
    async (_, expected, scenario, breakRule) => {
      const { violation } = await exploreInterleavings({ roundId, ...scenario, breakRule });
      expect(violation).toMatch(expected);
    },
    exploringMs,
  );
});

/** A round whose claim seems to be of somebody else. */
function estranged(addition: AddResult, isStrange: (by: string) => boolean): AddResult {
  const { claim } = addition.lease;
  // On the first delivery a claim is the batch's own by the write that made it.
  if (!claim || !addition.knownBatches || !isStrange(claim.claimedBy)) return addition;
  return { ...addition, lease: { ...addition.lease, claim: { ...claim, claimedBy: 'somebody' } } };
}
