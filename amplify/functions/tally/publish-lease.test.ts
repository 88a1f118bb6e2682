import { describe, expect, it, vi } from 'vitest';
import { noVotes } from '../../show';
import type { BallotChange } from './ballot-changes';
import { countBatch, type AddResult, type RoundTotals, type TallyTables } from './count-batch';
import { exploreInterleavings } from './interleavings.fixture';
import { isClaimedByOther, publishIntervalMs, claimTimeoutMs, publishDelayMs, type Lease } from './publish-lease';
import { createMemoryTables } from './tables.fixture';
import type { Scenario } from './tally-run.fixture';

const roundId = '1772366400';
const now = 1772366405_000;

/** Changes with different numbers of votes, so that totals identify the changes in them. */
const change = (index: number): BallotChange => ({
  eventId: `event-${index}`,
  newImage: { roundId, ...noVotes, love: 2 ** index },
});

/** Shards with the given numbers of batches, each of one change. */
function shardsOf(...sizes: number[]): BallotChange[][][] {
  let events = 0;
  return sizes.map((size) => Array.from({ length: size }, () => [change(events++)]));
}

describe('the publish interval', () => {
  it.each([
    [1, 10],
    [20, 10],
    [40, 40],
    [50, 63],
    [100, 250],
    [1_000_000, 250],
  ])('of a round with %i voters is %i ms', (voters, interval) => {
    expect(publishIntervalMs(voters)).toBe(interval);
  });

  it.each<[string, number | undefined, number]>([
    ['nothing before the first publication', undefined, 0],
    ['nothing long after the last publication', now - 1000, 0],
    ['for the rest of the interval soon after the last publication', now - 30, 60],
    ['at most one interval if another clock is ahead', now + 60_000, 90],
  ])('waits %s', (_, publishedAt, expected) => {
    expect(publishDelayMs({ publishedAt }, 60, now)).toBe(expected);
  });
});

describe('a batch', () => {
  const claim = { claimedBy: 'event-1', claimedAt: now };
  it.each<[string, Parameters<typeof isClaimedByOther>[0], string[], number, boolean]>([
    ['publishes without a claim', {}, ['event-2'], now, false],
    ['does not publish while another batch holds the claim', { claim }, ['event-2'], now + claimTimeoutMs, true],
    [
      'continues its own claim, even if the batch has another size',
      { claim },
      ['event-0', 'event-1', 'event-2'],
      now,
      false,
    ],
    ['takes over an overdue claim', { claim }, ['event-2'], now + claimTimeoutMs + 1, false],
  ])('%s', (_, lease, eventIds, at, expected) => {
    expect(isClaimedByOther(lease, new Set(eventIds), at)).toBe(expected);
  });

  it('publishes for a batch whose tally never resumes, once its claim is overdue', async () => {
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

  it('takes one write if another batch holds the claim, and two if it claims', async () => {
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

/** Time limit, far longer than needed. Thousands of states are explored, each by a separate run. */
const exploringMs = 30_000;

describe('in every interleaving', () => {
  it.each<[string, Omit<Scenario, 'roundId'>]>([
    ['three shards', { shards: shardsOf(1, 1, 1), maxFaults: 0 }],
    ['two shards, two batches each', { shards: shardsOf(2, 2), maxFaults: 0 }],
    [
      'two shards, a fault, batches redelivered unchanged, longer or from the start',
      { shards: shardsOf(2, 1), maxFaults: 1 },
    ],
    ['two shards, two faults', { shards: shardsOf(1, 1), maxFaults: 2 }],
    ['two shards, a fault, clocks seconds apart', { shards: shardsOf(1, 1), maxFaults: 1, clockOffsetsMs: [0, 7000] }],
    [
      'two shards, a fault, clocks seconds apart the other way',
      { shards: shardsOf(1, 1), maxFaults: 1, clockOffsetsMs: [0, -7000] },
    ],
    ['two shards, a round that starts late', { shards: shardsOf(2, 1), maxFaults: 0, startsLate: true }],
    ['two shards, a fault, a round that starts late', { shards: shardsOf(1, 1), maxFaults: 1, startsLate: true }],
  ])(
    'everything counted is published with its records, at the right interval, without a failed write: %s',
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
      'publishes the totals of its own count instead of those of the write that ends the claim',
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
      'mistakes its own claim for another one',
      /votes are counted, \d+ are published/,
      { shards: shardsOf(1, 1), maxFaults: 1 },
      (tables) => ({
        ...tables,
        addOnce: async (...args) => withForeignClaim(await tables.addOnce(...args), () => true),
      }),
    ],
    [
      'recognizes its claim only by the first change of a batch',
      /votes are counted, \d+ are published/,
      { shards: shardsOf(2, 1), maxFaults: 1 },
      (tables, [first]) => ({
        ...tables,
        addOnce: async (...args) => withForeignClaim(await tables.addOnce(...args), (by) => by !== first?.eventId),
      }),
    ],
    [
      'ignores claims of other batches',
      /two publications are too close|a write failed/,
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
      'ignores earlier publications',
      /two publications are too close/,
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
      'drops votes of a round that has not started',
      /votes were added, \d+ are counted/,
      { shards: shardsOf(1, 1), maxFaults: 0, startsLate: true, clockOffsetsMs: [0, 0] },
      (tables) => ({
        ...tables,
        addOnce: async (...args) => {
          // No tally can acquire this publication: only a round that has not started returns nothing.
          const status = await tables.acquirePublish(args[0], { publishedAt: -1 }, now);
          return status ? tables.addOnce(...args) : { totals: { ...noVotes, voters: 0 }, lease: {} };
        },
      }),
    ],
    [
      'gives up after a failed attempt to acquire a publication',
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
    'finds the fault of a tally that %s',
    async (_, expected, scenario, breakRule) => {
      const { violation } = await exploreInterleavings({ roundId, ...scenario, breakRule });
      expect(violation).toMatch(expected);
    },
    exploringMs,
  );
});

/** Makes a claim look like the claim of another batch. */
function withForeignClaim(addition: AddResult, isForeign: (by: string) => boolean): AddResult {
  const { claim } = addition.lease;
  // On the first delivery, the write that added the batch has made the claim.
  if (!claim || !addition.knownBatches || !isForeign(claim.claimedBy)) return addition;
  return { ...addition, lease: { ...addition.lease, claim: { ...claim, claimedBy: 'another batch' } } };
}
