import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { categories, noVotes, type Category, type Counts } from '../../show';
import type { Ballot, BallotChange } from './ballot-changes';
import { countBatch, type ScoresUpdate } from './count-batch';
import type { CategoryRecord } from './category-records';
import { movieOf, createMemoryTables, type RunStep } from './tables.fixture';

const roundIds = ['1772366400', '1772366410'] as const;
const [roundId, nextRoundId] = roundIds;
const lateRoundId = '1772366420';
const now = () => 1772366412_000;
const noSleep = () => Promise.resolve();
const noPublish = () => Promise.resolve();
const clock = { now, sleep: noSleep };

let events = 0;
const cast = (votes: Partial<Counts>, inRound: string = roundId): BallotChange => ({
  eventId: `event-${events++}`,
  newImage: { roundId: inRound, ...noVotes, ...votes },
});
const leader = (category: Category, votes: number, inRound: string = roundId): CategoryRecord => ({
  category,
  votes,
  ...movieOf(inRound),
});

describe('countBatch', () => {
  let memory: ReturnType<typeof createMemoryTables>;
  const publish = vi.fn<(update: ScoresUpdate) => Promise<void>>();
  const tally = (changes: BallotChange[], at = now) =>
    countBatch(changes, memory.tables, publish, { now: at, sleep: noSleep });

  beforeEach(() => {
    memory = createMemoryTables([...roundIds]);
    publish.mockReset().mockResolvedValue();
  });

  it('adds a batch to its round, and publishes totals and records', async () => {
    await tally([cast({ love: 2 }), cast({ love: 1, hate: 1 })]);
    await tally([cast({ hate: 3 })]);
    expect(publish.mock.calls).toEqual([
      [
        {
          scores: { roundId, ...noVotes, love: 3, hate: 1, voters: 2 },
          leaders: [leader('love', 3), leader('hate', 1)],
        },
      ],
      [
        {
          scores: { roundId, ...noVotes, love: 3, hate: 4, voters: 3 },
          leaders: [leader('love', 3), leader('hate', 4)],
        },
      ],
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

  it('writes once per round to count a new batch, and once to publish it', async () => {
    const [addOnce, acquirePublish] = [vi.spyOn(memory.tables, 'addOnce'), vi.spyOn(memory.tables, 'acquirePublish')];
    await tally([cast({ love: 1 }), cast({ love: 1 }, nextRoundId), cast({ hate: 1 })]);
    await tally([cast({ love: 1 })]);
    expect(addOnce).toHaveBeenCalledTimes(3);
    expect(acquirePublish).toHaveBeenCalledTimes(3);
  });

  it('ignores a ballot that was rewritten unchanged', async () => {
    const again = { ...cast({ love: 1 }), oldImage: cast({ love: 1 }).newImage };
    const [first, second] = [cast({ love: 1 }), cast({ love: 2 })];
    await tally([first]);
    await tally([again]);
    await tally([second]);
    await tally([first, again, second]);
    expect(memory.totalsOf(roundId)).toMatchObject({ love: 3, voters: 2 });
  });

  it('counts and publishes a batch of two rounds in both', async () => {
    await tally([cast({ love: 2 }), cast({ love: 5 }, nextRoundId)]);
    expect(publish.mock.calls.map(([{ scores }]) => [scores.roundId, scores.love])).toEqual([
      [roundId, 2],
      [nextRoundId, 5],
    ]);
    expect(publish.mock.calls.at(-1)?.[0].leaders).toEqual([leader('love', 5, nextRoundId)]);
  });

  it('counts votes of a round that has not started, but neither publishes them nor sets records', async () => {
    await tally([cast({ love: 2 }, lateRoundId), cast({ love: 1 })]);
    expect(memory.totalsOf(lateRoundId)).toMatchObject({ love: 2, voters: 1 });
    expect(publish.mock.calls.map(([{ scores }]) => scores.roundId)).toEqual([roundId]);
    expect([...memory.records.values()]).toEqual([leader('love', 1)]);
  });

  it('publishes votes from before the start of a round with its next batch', async () => {
    const [early, late] = [cast({ love: 2 }, lateRoundId), cast({ love: 1 }, lateRoundId)];
    await tally([early]);
    await tally([early]);
    memory.startRound(lateRoundId);
    await tally([late]);
    expect(publish.mock.calls).toEqual([
      [
        {
          scores: { roundId: lateRoundId, ...noVotes, love: 3, voters: 2 },
          leaders: [leader('love', 3, lateRoundId)],
        },
      ],
    ]);
  });

  it('publishes a batch that is redelivered after its round started', async () => {
    const changes = [cast({ love: 2 }, lateRoundId)];
    await tally(changes);
    memory.startRound(lateRoundId);
    await tally(changes);
    expect(memory.totalsOf(lateRoundId)).toMatchObject({ love: 2, voters: 1 });
    expect(publish.mock.calls.map(([{ scores }]) => scores.love)).toEqual([2]);
  });

  it('neither reads nor publishes anything for a batch without a difference', async () => {
    const memoryTables = vi.spyOn(memory.tables, 'readRecords');
    await tally([]);
    await tally([{ ...cast({ love: 1 }), oldImage: cast({ love: 1 }).newImage }]);
    expect(memoryTables).not.toHaveBeenCalled();
    expect(publish).not.toHaveBeenCalled();
  });

  it('counts every round and stores records if publishing fails', async () => {
    publish.mockRejectedValue(new Error('AppSync is unavailable'));
    await expect(tally([cast({ love: 2 }), cast({ hate: 5 }, nextRoundId)])).rejects.toThrow('AppSync is unavailable');
    expect(memory.totalsOf(roundId)).toMatchObject({ love: 2 });
    expect(memory.totalsOf(nextRoundId)).toMatchObject({ hate: 5 });
    expect([...memory.records.values()]).toEqual([leader('love', 2), leader('hate', 5, nextRoundId)]);
  });

  it('counts a batch long after its round, but does not publish it', async () => {
    await tally([cast({ love: 2 })], () => now() + 3_600_000);
    expect(memory.totalsOf(roundId)).toMatchObject({ love: 2, voters: 1 });
    expect([...memory.records.values()]).toEqual([leader('love', 2)]);
    expect(publish).not.toHaveBeenCalled();
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
    return { eventId: `change-${index}`, oldImage, newImage };
  });
  return { changes, ballots: [...ballots.values()] };
}

function sumBallots(ballots: Ballot[], roundId: string) {
  const inRound = ballots.filter((ballot) => ballot.roundId === roundId);
  const sum = (category: keyof Counts) => inRound.reduce((total, ballot) => total + ballot[category], 0);
  return { ...Object.fromEntries(categories.map((category) => [category, sum(category)])), voters: inRound.length };
}

/** The highest total of each category that has votes. */
function recordsOf(rounds: (Counts | undefined)[]): Record<string, number> {
  const best = categories.map(
    (category) => [category, Math.max(...rounds.map((round) => round?.[category] ?? 0))] as const,
  );
  return Object.fromEntries(best.filter(([, votes]) => votes > 0));
}

const votesOf = (leaders: Iterable<CategoryRecord>) =>
  Object.fromEntries([...leaders].map(({ category, votes }) => [category, votes]));

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
  it('the stored and published totals are the sums of the final ballots, and records match the totals after every batch', async () => {
    await fc.assert(
      fc.asyncProperty(votes, deliveries, async (votes, deliveries) => {
        const { changes, ballots } = ballotBox(votes);
        const { step, deliver } = unreliable();
        const { tables, totalsOf, records } = createMemoryTables([...roundIds], step);
        const screens = new Map<string, ScoresUpdate['scores']>();
        const shown = new Map<string, CategoryRecord>();
        const publish = (update: ScoresUpdate) =>
          step('publish', () => {
            screens.set(update.scores.roundId, update.scores);
            // Records only rise, so a screen shows the higher one.
            for (const leader of update.leaders)
              if (leader.votes > (shown.get(leader.category)?.votes ?? 0)) shown.set(leader.category, leader);
          });

        for (const { batch, failures } of cut(changes, deliveries)) {
          await deliver(() => countBatch(batch, tables, publish, clock), failures);
          expect(votesOf(records.values())).toEqual(recordsOf(roundIds.map(totalsOf)));
          expect(votesOf(shown.values())).toEqual(recordsOf(roundIds.map(totalsOf)));
        }

        for (const roundId of roundIds) {
          const totals = sumBallots(ballots, roundId);
          expect(totalsOf(roundId)).toMatchObject(totals);
          if (totals.voters > 0) expect(screens.get(roundId)).toEqual({ roundId, ...totals });
        }
        for (const { category, votes, title } of records.values()) {
          const holder = roundIds.find((roundId) => movieOf(roundId).title === title) ?? '';
          expect(totalsOf(holder)).toMatchObject({ [category]: votes });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('pollers that crash and resume from a checkpoint produce the same totals', async () => {
    const walks = fc.array(fc.record({ size: fc.integer({ min: 1, max: 6 }), back: fc.nat(9) }), {
      minLength: 40,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(votes, walks, async (votes, walk) => {
        const { changes, ballots } = ballotBox(votes);
        const { tables, totalsOf } = createMemoryTables([...roundIds]);
        /** Positions where deliveries began, and where counted deliveries ended. */
        const begins: number[] = [];
        const ends: number[] = [];
        let position = 0;
        for (const { size, back } of [...walk, { size: changes.length, back: 0 }]) {
          begins.push(position);
          let end = Math.min(position + size, changes.length);
          // A piece from the middle of a counted batch is never delivered alone.
          const isMiddle =
            position > 0 && !ends.includes(position) && !ends.some((known) => known > position && known <= end);
          if (isMiddle) end = ends.find((known) => known > end) ?? end;
          await countBatch(changes.slice(position, end), tables, noPublish, clock);
          if (end > (ends.at(-1) ?? 0)) ends.push(end);
          position = back < 3 ? (begins.at(-1 - back) ?? end) : end;
        }
        await countBatch(changes.slice(ends.at(-1)), tables, noPublish, clock);
        for (const roundId of roundIds) expect(totalsOf(roundId)).toMatchObject(sumBallots(ballots, roundId));
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
        const { tables, totalsOf, records } = createMemoryTables([...roundIds], scheduled);
        const screens = new Map<string, Counts & { voters: number }>();
        const publish = (update: ScoresUpdate) =>
          scheduled('publish', () => {
            // Totals only grow, so a screen shows the greater one.
            const { scores } = update;
            const known = screens.get(scores.roundId) ?? { ...noVotes, voters: 0 };
            for (const key of [...categories, 'voters'] as const) known[key] = Math.max(known[key], scores[key]);
            screens.set(scores.roundId, known);
          });

        // At most two changes per batch, so that no batch of one poller splits a batch of the other.
        const short = deliveries.map((delivery) => ({ ...delivery, size: Math.min(delivery.size, 2) }));
        const running = shards.flatMap((changes) =>
          [short, short.toReversed()].map(async (deliveries) => {
            for (const { batch } of cut(changes, deliveries)) await countBatch(batch, tables, publish, clock);
          }),
        );
        await scheduler.waitFor(Promise.all(running));

        for (const roundId of roundIds) {
          const totals = sumBallots(ballots, roundId);
          expect(totalsOf(roundId)).toMatchObject(totals);
          if (totals.voters > 0) expect(screens.get(roundId)).toEqual(totals);
        }
        expect(votesOf(records.values())).toEqual(recordsOf(roundIds.map(totalsOf)));
      }),
      { numRuns: 100 },
    );
  });
});
