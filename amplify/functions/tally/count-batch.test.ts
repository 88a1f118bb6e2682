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

describe('a batch', () => {
  let memory: ReturnType<typeof createMemoryTables>;
  const publish = vi.fn<(update: ScoresUpdate) => Promise<void>>();
  const tally = (changes: BallotChange[], at = now) =>
    countBatch(changes, memory.tables, publish, { now: at, sleep: noSleep });

  beforeEach(() => {
    memory = createMemoryTables([...roundIds]);
    publish.mockReset().mockResolvedValue();
  });

  it('is added to its round, and the totals are published with the records', async () => {
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

  it('that was delivered before counts nothing twice, but is published again', async () => {
    const changes = [cast({ love: 2 })];
    await tally(changes);
    await tally(changes);
    expect(memory.totalsOf(roundId)).toMatchObject({ love: 2, voters: 1 });
    expect(publish.mock.calls[1]).toEqual(publish.mock.calls[0]);
  });

  it.each([
    [
      'more than it was',
      [
        [0, 2],
        [0, 4],
      ],
    ],
    [
      'more, and then as it was then',
      [
        [0, 2],
        [0, 4],
        [0, 4],
      ],
    ],
    [
      'more, and more again',
      [
        [0, 1],
        [0, 2],
        [0, 4],
      ],
    ],
    [
      'less, and the rest after it',
      [
        [0, 4],
        [0, 2],
        [2, 4],
      ],
    ],
    [
      'less, and the rest after it with more',
      [
        [0, 6],
        [0, 2],
        [2, 8],
      ],
    ],
    [
      'less, and the rest one by one',
      [
        [0, 4],
        [0, 2],
        [2, 4],
        [4, 6],
        [6, 8],
      ],
    ],
    [
      'less, twice, and then more',
      [
        [0, 6],
        [0, 2],
        [0, 4],
        [4, 8],
      ],
    ],
    [
      'the one before it, in one',
      [
        [0, 2],
        [2, 4],
        [0, 6],
      ],
    ],
    [
      'the one before it and a part of itself',
      [
        [0, 2],
        [2, 8],
        [0, 4],
        [4, 8],
      ],
    ],
    [
      'the ones before it, each in two parts',
      [
        [0, 4],
        [4, 8],
        [0, 2],
        [2, 6],
        [6, 8],
      ],
    ],
    [
      'less, of several that were recut before',
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
      'nothing but its own change',
      [
        [0, 1],
        [0, 1],
        [1, 2],
        [0, 2],
        [0, 1],
        [1, 4],
      ],
    ],
  ])('that comes again with %s counts every change once', async (_, cuts) => {
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

  it('takes one write for each of its rounds, if it is new, and one to publish it', async () => {
    const [addOnce, acquirePublish] = [vi.spyOn(memory.tables, 'addOnce'), vi.spyOn(memory.tables, 'acquirePublish')];
    await tally([cast({ love: 1 }), cast({ love: 1 }, nextRoundId), cast({ hate: 1 })]);
    await tally([cast({ love: 1 })]);
    expect(addOnce).toHaveBeenCalledTimes(3);
    expect(acquirePublish).toHaveBeenCalledTimes(3);
  });

  it('keeps nothing of a ballot that was only written again', async () => {
    const again = { ...cast({ love: 1 }), oldImage: cast({ love: 1 }).newImage };
    const [first, second] = [cast({ love: 1 }), cast({ love: 2 })];
    await tally([first]);
    await tally([again]);
    await tally([second]);
    await tally([first, again, second]);
    expect(memory.totalsOf(roundId)).toMatchObject({ love: 3, voters: 2 });
  });

  it('of two rounds is counted in both, and published for both', async () => {
    await tally([cast({ love: 2 }), cast({ love: 5 }, nextRoundId)]);
    expect(publish.mock.calls.map(([{ scores }]) => [scores.roundId, scores.love])).toEqual([
      [roundId, 2],
      [nextRoundId, 5],
    ]);
    expect(publish.mock.calls.at(-1)?.[0].leaders).toEqual([leader('love', 5, nextRoundId)]);
  });

  it('for a round that has not started is counted, but neither published nor a record', async () => {
    await tally([cast({ love: 2 }, lateRoundId), cast({ love: 1 })]);
    expect(memory.totalsOf(lateRoundId)).toMatchObject({ love: 2, voters: 1 });
    expect(publish.mock.calls.map(([{ scores }]) => scores.roundId)).toEqual([roundId]);
    expect([...memory.records.values()]).toEqual([leader('love', 1)]);
  });

  it('for a round that has started since is published with what was counted before', async () => {
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

  it('that was delivered before its round started is published when it comes again after it', async () => {
    const changes = [cast({ love: 2 }, lateRoundId)];
    await tally(changes);
    memory.startRound(lateRoundId);
    await tally(changes);
    expect(memory.totalsOf(lateRoundId)).toMatchObject({ love: 2, voters: 1 });
    expect(publish.mock.calls.map(([{ scores }]) => scores.love)).toEqual([2]);
  });

  it('without a difference touches neither tables nor screens', async () => {
    const memoryTables = vi.spyOn(memory.tables, 'readRecords');
    await tally([]);
    await tally([{ ...cast({ love: 1 }), oldImage: cast({ love: 1 }).newImage }]);
    expect(memoryTables).not.toHaveBeenCalled();
    expect(publish).not.toHaveBeenCalled();
  });

  it('is counted in every round and keeps the records, though publishing fails', async () => {
    publish.mockRejectedValue(new Error('AppSync is away'));
    await expect(tally([cast({ love: 2 }), cast({ hate: 5 }, nextRoundId)])).rejects.toThrow('AppSync is away');
    expect(memory.totalsOf(roundId)).toMatchObject({ love: 2 });
    expect(memory.totalsOf(nextRoundId)).toMatchObject({ hate: 5 });
    expect([...memory.records.values()]).toEqual([leader('love', 2), leader('hate', 5, nextRoundId)]);
  });

  it('that comes long after its round is counted, but not published: no screen shows that round', async () => {
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
  /** At which step each failed attempt fails, and on which side of it. */
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

/** What the table of ballots becomes, and what its stream tells of that. */
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

/** The highest total of each category that was voted at all. */
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

/** A tally whose steps fail as they are told to, on the steps that an attempt has left. */
function unreliable() {
  let failure: Delivery['failures'][number] | undefined;
  let step = 0;
  const unreliably: RunStep = (name, effect) =>
    new Promise((resolve) => {
      const fails = step++ === failure?.step;
      if (fails && failure?.when === 'before') throw new Error(`${name} failed`);
      const result = effect();
      if (fails) throw new Error(`${name} answered too late`);
      resolve(result);
    });
  return {
    step: unreliably,
    /** Delivers a batch again and again, as Lambda does, until an attempt comes through. */
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

describe('whatever is voted, however it is batched, wherever a batch fails and is redelivered', () => {
  it('the totals end as the sum of the final ballots, on the screens too; and records are those of the totals after every batch', async () => {
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
            // Records only rise, so a screen keeps the higher.
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

  it('pollers that die, and read again from where they last were known to be, come to the same', async () => {
    const walks = fc.array(fc.record({ size: fc.integer({ min: 1, max: 6 }), back: fc.nat(9) }), {
      minLength: 40,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(votes, walks, async (votes, walk) => {
        const { changes, ballots } = ballotBox(votes);
        const { tables, totalsOf } = createMemoryTables([...roundIds]);
        /** Where deliveries have begun, and where counted ones have ended. */
        const begins: number[] = [];
        const ends: number[] = [];
        let position = 0;
        for (const { size, back } of [...walk, { size: changes.length, back: 0 }]) {
          begins.push(position);
          let end = Math.min(position + size, changes.length);
          // Of a counted batch, no piece from its middle comes alone.
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

  it('two shards at once, with a poller each that another one follows too early, in any order of steps, come to the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), votes, deliveries, async (scheduler, votes, deliveries) => {
        const { changes, ballots } = ballotBox(votes);
        // A ballot stays in its shard, and a shard brings one batch after the other.
        const shards = [0, 1].map((shard) => changes.filter((_, index) => (votes[index]?.guest ?? 0) % 2 === shard));
        const scheduled: RunStep = async (name, effect) => {
          await scheduler.schedule(Promise.resolve(), name);
          return effect();
        };
        const { tables, totalsOf, records } = createMemoryTables([...roundIds], scheduled);
        const screens = new Map<string, Counts & { voters: number }>();
        const publish = (update: ScoresUpdate) =>
          scheduled('publish', () => {
            // Totals only grow, so a screen keeps the greater.
            const { scores } = update;
            const known = screens.get(scores.roundId) ?? { ...noVotes, voters: 0 };
            for (const key of [...categories, 'voters'] as const) known[key] = Math.max(known[key], scores[key]);
            screens.set(scores.roundId, known);
          });

        // Of two changes at most, so that no cut of one poller lies inside of one of the other.
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
