import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { categories, noVotes, type Counts } from '../../show';
import type { Ballot, BallotChange } from './ballot-changes';
import { countBatch, type RoundTotals, type Scores } from './count-batch';
import { sumChanges } from './differences';
import { createMemoryTables, type RunStep } from './tables.fixture';

const roundIds = ['1772366400', '1772366410'] as const;
const [roundId, nextRoundId] = roundIds;
const lateRoundId = '1772366420';
const shard = 'shard-0';
const now = () => 1772366412_000;
const noSleep = () => Promise.resolve();
const noPublish = () => Promise.resolve();
const clock = { now, sleep: noSleep };

let changes = 0;
const nextSequenceNumber = () => String(changes++).padStart(40, '0');
const cast = (votes: Partial<Counts>, inRound: string = roundId): BallotChange => ({
  sequenceNumber: nextSequenceNumber(),
  castAt: Number(inRound) + 1,
  newImage: { roundId: inRound, ...noVotes, ...votes },
});
/** What is published. */
const scoresOf = (roundId: string, votes: Partial<Counts>, voters: number, favourites: Partial<Counts>): Scores => ({
  roundId,
  ...noVotes,
  ...votes,
  voters,
  favourites: { ...noVotes, ...favourites },
});

describe('countBatch', () => {
  let memory: ReturnType<typeof createMemoryTables>;
  const publish = vi.fn<(scores: Scores) => Promise<void>>();
  const tally = (changes: BallotChange[], at = now) =>
    countBatch({ shard, changes }, memory.tables, publish, { now: at, sleep: noSleep });

  beforeEach(() => {
    memory = createMemoryTables([...roundIds]);
    publish.mockReset().mockResolvedValue();
  });

  it('adds a batch to its round, and publishes totals', async () => {
    await tally([cast({ love: 2 }), cast({ love: 1, hate: 1 })]);
    await tally([cast({ hate: 3 })]);
    expect(publish.mock.calls).toEqual([
      [scoresOf(roundId, { love: 3, hate: 1 }, 2, { love: 2 })],
      [scoresOf(roundId, { love: 3, hate: 4 }, 3, { love: 2, hate: 1 })],
    ]);
  });

  it('counts a redelivered batch once, but publishes it again', async () => {
    const changes = [cast({ love: 2 })];
    await tally(changes);
    await tally(changes);
    expect(memory.totalsOf(roundId)).toMatchObject({ love: 2, voters: 1 });
    expect(publish.mock.calls[1]).toEqual(publish.mock.calls[0]);
  });

  it.each([
    [
      'with more changes',
      [
        [0, 2],
        [0, 4],
      ],
    ],
    [
      'with more changes, and then unchanged',
      [
        [0, 2],
        [0, 4],
        [0, 4],
      ],
    ],
    [
      'with more changes twice',
      [
        [0, 1],
        [0, 2],
        [0, 4],
      ],
    ],
    [
      'with fewer changes, followed by the rest',
      [
        [0, 4],
        [0, 2],
        [2, 4],
      ],
    ],
    [
      'with fewer changes, followed by the rest and more',
      [
        [0, 6],
        [0, 2],
        [2, 8],
      ],
    ],
    [
      'with fewer changes, followed by the rest in parts',
      [
        [0, 4],
        [0, 2],
        [2, 4],
        [4, 6],
        [6, 8],
      ],
    ],
    [
      'with fewer changes twice, followed by more',
      [
        [0, 6],
        [0, 2],
        [0, 4],
        [4, 8],
      ],
    ],
    [
      'together with the batch before it',
      [
        [0, 2],
        [2, 4],
        [0, 6],
      ],
    ],
    [
      'in part, together with the batch before it',
      [
        [0, 2],
        [2, 8],
        [0, 4],
        [4, 8],
      ],
    ],
    [
      'with the batch before it, each in two parts',
      [
        [0, 4],
        [4, 8],
        [0, 2],
        [2, 6],
        [6, 8],
      ],
    ],
    [
      'with fewer changes, after it was recut before',
      [
        [0, 2],
        [0, 6],
        [0, 4],
        [4, 6],
        [0, 6],
        [6, 8],
      ],
    ],
    [
      'as single changes',
      [
        [0, 1],
        [0, 1],
        [1, 2],
        [0, 2],
        [0, 1],
        [1, 4],
      ],
    ],
  ])('counts every change once if a batch is redelivered %s', async (_, cuts) => {
    const changes = [1, 2, 4, 8].flatMap((love) => [cast({ love }), cast({ love: 16 * love }, nextRoundId)]);
    for (const [from, to] of cuts) await tally(changes.slice(from, to));
    const end = Math.max(...cuts.map(([, to = 0]) => to));
    const votes = (round: 0 | 1) =>
      changes
        .slice(0, end)
        .filter((_, index) => index % 2 === round)
        .reduce((sum, { newImage }) => sum + newImage.love, 0);
    expect(memory.totalsOf(roundId)).toMatchObject({ love: votes(0), voters: Math.ceil(end / 2) });
    expect(memory.totalsOf(nextRoundId)).toMatchObject({ love: votes(1), voters: Math.floor(end / 2) });
  });

  it.each([
    ['in single changes', [1, 1, 1, 1, 1, 1, 1, 1]],
    ['in three pieces', [3, 2, 3]],
    ['in many pieces, some of them again', [2, 2, -2, 3, -1, 4]],
  ])('counts every change once if a counted batch is redelivered %s', async (_, sizes) => {
    const changes = Array.from({ length: 8 }, (_, index) => cast({ love: 2 ** index }));
    await tally(changes);
    let position = 0;
    for (const size of sizes) {
      if (size > 0) await tally(changes.slice(position, position + size));
      position += size;
    }
    expect(memory.totalsOf(roundId)).toMatchObject({ love: 255, voters: 8 });
  });

  it('keeps shards apart: each has its own sequence numbers', async () => {
    const [first, second] = [cast({ love: 1 }), cast({ love: 2 })];
    await countBatch({ shard: 'shard-1', changes: [second] }, memory.tables, publish, clock);
    await countBatch({ shard: 'shard-2', changes: [first] }, memory.tables, publish, clock);
    expect(memory.totalsOf(roundId)).toMatchObject({ love: 3, voters: 2 });
  });

  it('writes once per round to count a new batch, and once to acquire its publication', async () => {
    const [addAbove, acquirePublish] = [vi.spyOn(memory.tables, 'addAbove'), vi.spyOn(memory.tables, 'acquirePublish')];
    await tally([cast({ love: 1 }), cast({ love: 1 }, nextRoundId), cast({ hate: 1 })]);
    await tally([cast({ love: 1 })]);
    expect(addAbove).toHaveBeenCalledTimes(3);
    expect(acquirePublish).toHaveBeenCalledTimes(3);
  });

  it('ignores a ballot that was rewritten unchanged', async () => {
    const first = cast({ love: 1 });
    const again = { ...cast({ love: 1 }), oldImage: first.newImage };
    const second = cast({ love: 2 });
    await tally([first]);
    await tally([again]);
    await tally([second]);
    await tally([first, again, second]);
    expect(memory.totalsOf(roundId)).toMatchObject({ love: 3, voters: 2 });
  });

  it('counts and publishes a batch of two rounds in both', async () => {
    await tally([cast({ love: 2 }), cast({ love: 5 }, nextRoundId)]);
    expect(publish.mock.calls.map(([{ roundId, love }]) => [roundId, love])).toEqual([
      [nextRoundId, 5],
      [roundId, 2],
    ]);
  });

  it('counts votes of a round that has not started, but does not publish them', async () => {
    await tally([cast({ love: 2 }, lateRoundId), cast({ love: 1 })]);
    expect(memory.countedOf(lateRoundId)).toMatchObject({ love: 2, voters: 1 });
    expect(publish.mock.calls.map(([{ roundId }]) => roundId)).toEqual([roundId]);
  });

  it('publishes votes from before the start of a round with its next batch', async () => {
    const [early, late] = [cast({ love: 2 }, lateRoundId), cast({ love: 1 }, lateRoundId)];
    await tally([early]);
    await tally([early]);
    memory.startRound(lateRoundId);
    await tally([late]);
    expect(publish.mock.calls).toEqual([[scoresOf(lateRoundId, { love: 3 }, 2, { love: 2 })]]);
  });

  it('publishes a batch that is redelivered after its round started', async () => {
    const changes = [cast({ love: 2 }, lateRoundId)];
    await tally(changes);
    memory.startRound(lateRoundId);
    await tally(changes);
    expect(memory.countedOf(lateRoundId)).toMatchObject({ love: 2, voters: 1 });
    expect(publish.mock.calls.map(([{ love }]) => love)).toEqual([2]);
  });

  describe('with votes after the end of their round', () => {
    const at = (seconds: number, votes: Partial<Counts>, oldImage?: Ballot): BallotChange => ({
      ...cast(votes),
      castAt: Number(roundId) + seconds,
      oldImage,
    });

    it('counts the others', async () => {
      await tally([at(9, { love: 1 }), at(14, { love: 5 }), at(13, { love: 2 }), at(20, { love: 9 })]);
      expect(memory.countedOf(roundId)).toMatchObject({ love: 3, voters: 2 });
      expect(publish.mock.calls.map(([{ love }]) => love)).toEqual([3]);
    });

    it('counts what a guest has cast in time', async () => {
      const inTime = at(9, { love: 3 });
      await tally([inTime, at(14, { love: 100, hate: 100 }, inTime.newImage)]);
      expect(memory.countedOf(roundId)).toMatchObject({
        love: 3,
        hate: 0,
        voters: 1,
        favourites: { love: 1, hate: 0 },
      });
    });

    it('neither writes nor publishes anything if there are no others', async () => {
      await tally([at(14, { love: 1 })]);
      expect(memory.rounds.get(roundId)?.shards.size).toBe(0);
      expect(publish).not.toHaveBeenCalled();
    });

    it('counts until a host ends the round early, and then for the grace period', async () => {
      const changes = [2, 4, 6, 7, 8].map((second) => at(second, { love: 1 }));
      memory.endRound(roundId, Number(roundId) + 4);
      await tally(changes);
      expect(memory.countedOf(roundId)).toMatchObject({ love: 4, voters: 4 });
    });

    it('counts nothing twice if the host ends the round before a batch is redelivered, or another one cut', async () => {
      const changes = [1, 2, 3, 6, 8].map((second) => at(second, { love: 1 }));
      await tally(changes.slice(0, 4));
      memory.endRound(roundId, Number(roundId) + 2);
      for (const [from, to] of [
        [0, 4],
        [0, 2],
        [2, 5],
        [0, 5],
      ])
        await tally(changes.slice(from, to));
      expect(memory.countedOf(roundId)).toMatchObject({ love: 4, voters: 4 });
    });
  });

  it('counts votes for a round that does not exist, and publishes none', async () => {
    await tally([{ ...cast({ love: 1 }, lateRoundId), castAt: Number(lateRoundId) + 60 }]);
    expect(memory.countedOf(lateRoundId)).toMatchObject({ love: 1 });
    expect(publish).not.toHaveBeenCalled();
  });

  it('neither reads nor publishes anything for a batch without a difference', async () => {
    const readRound = vi.spyOn(memory.tables, 'readRound');
    await tally([]);
    await tally([{ ...cast({ love: 1 }), oldImage: cast({ love: 1 }).newImage }]);
    expect(readRound).not.toHaveBeenCalled();
    expect(publish).not.toHaveBeenCalled();
  });

  it('counts every round if publishing fails', async () => {
    publish.mockRejectedValue(new Error('AppSync is unavailable'));
    await expect(tally([cast({ love: 2 }), cast({ hate: 5 }, nextRoundId)])).rejects.toThrow('AppSync is unavailable');
    expect(memory.totalsOf(roundId)).toMatchObject({ love: 2 });
    expect(memory.totalsOf(nextRoundId)).toMatchObject({ hate: 5 });
  });

  it('publishes a long round for as long as a short one', async () => {
    memory.startRound(lateRoundId, 0, Number(lateRoundId) + 60);
    await tally([cast({ love: 1 }, lateRoundId)], () => (Number(lateRoundId) + 160) * 1000);
    expect(publish).toHaveBeenCalledOnce();
    await tally([cast({ love: 1 }, lateRoundId)], () => (Number(lateRoundId) + 171) * 1000);
    expect(publish).toHaveBeenCalledOnce();
  });

  it('counts a batch long after its round, but does not publish it', async () => {
    await tally([cast({ love: 2 })], () => now() + 3_600_000);
    expect(memory.totalsOf(roundId)).toMatchObject({ love: 2, voters: 1 });
    expect(publish).not.toHaveBeenCalled();
  });
});

describe('a batch of all rounds of an hour, after an outage,', () => {
  const backlog = Array.from({ length: 360 }, (_, index) => String(Number(roundId) + 10 * index));
  const ofBacklog = () => backlog.map((roundId) => cast({ love: 1 }, roundId));
  const end = () => Number(backlog.at(-1)) * 1000 + 5000;

  it('is counted with no more calls at the same time than the SDK has connections', async () => {
    let [calls, most] = [0, 0];
    const { tables, totalsOf } = createMemoryTables(backlog, async (_, effect) => {
      most = Math.max(most, ++calls);
      await new Promise(setImmediate);
      calls--;
      return effect();
    });
    await countBatch({ shard, changes: ofBacklog() }, tables, noPublish, { now: end, sleep: noSleep });
    expect(backlog.filter((roundId) => totalsOf(roundId).love !== 1)).toEqual([]);
    expect(most).toBeLessThanOrEqual(50);
  });

  it('is published from the newest round on, though one of them fails', async () => {
    const { tables, totalsOf } = createMemoryTables(backlog);
    const failing = backlog[7];
    const readRound: typeof tables.readRound = (roundId, castAt) =>
      roundId === failing ? Promise.reject(new Error('unreadable')) : tables.readRound(roundId, castAt);
    const published: string[] = [];
    const publish = ({ roundId }: Scores) => Promise.resolve(void published.push(roundId));
    const batch = { shard, changes: ofBacklog() };
    const counting = countBatch(batch, { ...tables, readRound }, publish, { now: end, sleep: noSleep });
    await expect(counting).rejects.toThrow('unreadable');
    expect(published).toEqual(backlog.slice(-12).reverse());
    expect(backlog.filter((roundId) => totalsOf(roundId).love !== 1)).toEqual([failing]);
  });
});

interface Vote {
  guest: number;
  roundId: string;
  votes: Counts;
}

interface Delivery {
  size: number;
  /** The step at which each failed attempt fails, and whether before or after its effect. */
  failures: { step: number; when: 'before' | 'after' }[];
}

const counts = fc.record({
  love: fc.nat(3),
  like: fc.nat(3),
  meh: fc.nat(3),
  unknown: fc.nat(3),
  hate: fc.nat(3),
});
const votes = fc.array(fc.record({ guest: fc.nat(3), roundId: fc.constantFrom(...roundIds), votes: counts }), {
  maxLength: 30,
});
const deliveries = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 6 }),
    failures: fc.array(fc.record({ step: fc.nat(9), when: fc.constantFrom('before' as const, 'after' as const) }), {
      maxLength: 4,
    }),
  }),
  { minLength: 30, maxLength: 30 },
);

/** The final ballots of a list of votes, and the changes in their stream. */
function ballotBox(votes: Vote[]) {
  const ballots = new Map<string, Ballot>();
  const changes = votes.map(({ guest, roundId, votes }, index): BallotChange => {
    const oldImage = ballots.get(`${roundId}#${guest}`);
    const newImage: Ballot = { roundId, ...noVotes };
    for (const category of categories) newImage[category] = (oldImage?.[category] ?? 0) + votes[category];
    ballots.set(`${roundId}#${guest}`, newImage);
    return { sequenceNumber: String(index).padStart(40, '0'), castAt: Number(roundId) + 1, oldImage, newImage };
  });
  return { changes, ballots: [...ballots.values()] };
}

function sumBallots(ballots: Ballot[], roundId: string): RoundTotals {
  const inRound = ballots.filter((ballot) => ballot.roundId === roundId);
  return sumChanges(inRound.map((newImage) => ({ sequenceNumber: '', castAt: 0, newImage })));
}

const votesIn = (totals: Counts) => categories.reduce((sum, category) => sum + totals[category], 0);

function cut(changes: BallotChange[], deliveries: Delivery[]) {
  let position = 0;
  return deliveries.flatMap(({ size, failures }) => {
    const batch = changes.slice(position, (position += size));
    return batch.length > 0 ? { batch, failures } : [];
  });
}

/** Runs the steps of a tally, failing at configured steps. */
function unreliable() {
  let failure: Delivery['failures'][number] | undefined;
  let step = 0;
  const unreliably: RunStep = (name, effect) =>
    new Promise((resolve) => {
      const fails = step++ === failure?.step;
      if (fails && failure?.when === 'before') throw new Error(`${name} failed`);
      const result = effect();
      if (fails) throw new Error(`${name} responded too late`);
      resolve(result);
    });
  return {
    step: unreliably,
    /** Delivers a batch until an attempt succeeds, as Lambda does. */
    deliver: async (attempt: () => Promise<void>, failures: Delivery['failures']): Promise<void> => {
      for (failure of [...failures, undefined]) {
        step = 0;
        try {
          await attempt();
          return;
        } catch (error) {
          if (!failure) throw error;
        }
      }
    },
  };
}

describe('for any votes, batches, failures and redeliveries', () => {
  it('the stored and published totals are the sums of the final ballots', async () => {
    await fc.assert(
      fc.asyncProperty(votes, deliveries, async (votes, deliveries) => {
        const { changes, ballots } = ballotBox(votes);
        const { step, deliver } = unreliable();
        const { tables, totalsOf } = createMemoryTables([...roundIds], step);
        const screens = new Map<string, Scores>();
        const publish = (scores: Scores) =>
          step('publish', () => screens.set(scores.roundId, scores)).then(() => undefined);

        for (const { batch, failures } of cut(changes, deliveries))
          await deliver(() => countBatch({ shard, changes: batch }, tables, publish, clock), failures);

        for (const roundId of roundIds) {
          const totals = sumBallots(ballots, roundId);
          expect(totalsOf(roundId)).toEqual(totals);
          if (totals.voters > 0) expect(screens.get(roundId)).toEqual({ roundId, ...totals });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('pollers that crash and resume from any earlier position, with batches of any size, produce the same totals', async () => {
    const walks = fc.array(fc.record({ size: fc.integer({ min: 1, max: 6 }), back: fc.nat(9) }), {
      minLength: 40,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(votes, walks, async (votes, walk) => {
        const { changes, ballots } = ballotBox(votes);
        const { tables, totalsOf } = createMemoryTables([...roundIds]);
        let position = 0;
        const countNext = async (size: number) => {
          const batch = changes.slice(position, position + size);
          await countBatch({ shard, changes: batch }, tables, noPublish, clock);
          position += batch.length;
        };
        for (const { size, back } of walk) {
          await countNext(size);
          if (back < 3) position = Math.max(0, position - back * size);
        }
        await countNext(changes.length);
        for (const roundId of roundIds) expect(totalsOf(roundId)).toEqual(sumBallots(ballots, roundId));
      }),
      { numRuns: 300 },
    );
  });

  it('two shards with two overlapping pollers each produce the same totals in any order of steps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), votes, deliveries, async (scheduler, votes, deliveries) => {
        const { changes, ballots } = ballotBox(votes);
        // A ballot stays in its shard, and a shard delivers its batches in order.
        const shards = [0, 1].map((shard) => changes.filter((_, index) => (votes[index]?.guest ?? 0) % 2 === shard));
        const scheduled: RunStep = async (name, effect) => {
          await scheduler.schedule(Promise.resolve(), name);
          return effect();
        };
        const { tables, totalsOf } = createMemoryTables([...roundIds], scheduled);
        const screens = new Map<string, Scores>();
        const publish = (scores: Scores) =>
          scheduled('publish', () => {
            // Totals only grow, so a screen shows the ones with more votes.
            if (votesIn(scores) > votesIn(screens.get(scores.roundId) ?? noVotes)) screens.set(scores.roundId, scores);
          });

        const running = shards.flatMap((changes, index) =>
          [deliveries, deliveries.toReversed()].map(async (deliveries) => {
            for (const { batch } of cut(changes, deliveries))
              await countBatch({ shard: `shard-${index}`, changes: batch }, tables, publish, clock);
          }),
        );
        await scheduler.waitFor(Promise.all(running));

        for (const roundId of roundIds) {
          const totals = sumBallots(ballots, roundId);
          expect(totalsOf(roundId)).toEqual(totals);
          if (totals.voters > 0) expect(screens.get(roundId)).toEqual({ roundId, ...totals });
        }
      }),
      { numRuns: 100 },
    );
  });
});
