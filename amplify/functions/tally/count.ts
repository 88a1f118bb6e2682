/**
 * The tally: adds a batch of ballot changes to its rounds, raises records, publishes the scores.
 *
 * Lambda delivers every change at least once, so each step may run again: the counters take a batch once
 * (`addOnce`), records only rise, and publishing the same totals twice changes no screen.
 *
 * A failed batch comes again as it was. Lambda does not promise that of a batch whose end its poller did not live
 * to see, which may hold more when it comes again. So a round remembers of each batch its first and its last
 * change: of a batch that begins or ends with a known one, only what follows the last known one is new.
 */
import type { Counts } from '../../show';
import type { BallotChange } from './ballot';
import { changesByRound, differenceOf, type RoundDifference } from './differences';
import { newRecords, withRecords, type Leader } from './leaders';

/** The totals of a round, with what the leaderboard needs of its movie. */
export interface RoundTotals extends Counts {
  voters: number;
  movie: { title: string; poster: string };
}

/** Event ids of the first and the last change of a batch in one round. */
export interface BatchEnds {
  first: string;
  last: string;
}

export interface Addition {
  totals: RoundTotals;
  /** Where nothing was added: the ends that the round knows. */
  known?: ReadonlySet<string>;
}

export interface TallyTables {
  /**
   * Adds a difference to a round unless one of its ends is known there, and keeps these.
   * @returns the totals after it, or nothing where there is no such round (any more)
   */
  addOnce(roundId: string, ends: BatchEnds, difference: RoundDifference): Promise<Addition | undefined>;
  leaders(): Promise<Leader[]>;
  /** Writes a record unless a higher one stands. */
  raise(leader: Leader): Promise<void>;
}

export interface ScoresUpdate {
  scores: Counts & { roundId: string; voters: number };
  leaders: Leader[];
}

/**
 * How long after its start a round may be on a screen, in milliseconds: more than the longest round and its grace.
 * What a tally that was away has to make up is counted, but would only flood the screens.
 */
const onScreenMs = 120_000;

/**
 * @param changes of one stream batch, in order
 * @param tables where counters and records are kept
 * @param publish sends totals and leaders to every screen
 * @param now the time, in milliseconds since the epoch
 */
export async function count(
  changes: BallotChange[],
  tables: TallyTables,
  publish: (update: ScoresUpdate) => Promise<void>,
  now: () => number = Date.now,
): Promise<void> {
  // Everything is counted before anything is published: what is not published is late, what is not counted is lost.
  const rounds = await Promise.all(
    [...changesByRound(changes)].map(async ([roundId, ofRound]) => {
      const totals = await addNew(roundId, ofRound, tables);
      return totals ? [{ roundId, ...totals }] : [];
    }),
  );
  const counted = rounds.flat();
  if (counted.length === 0) return;

  let leaders = await tables.leaders();
  for (const { movie, ...totals } of counted) {
    const records = newRecords(totals, movie, leaders);
    await Promise.all(records.map((record) => tables.raise(record)));
    leaders = withRecords(leaders, records);
  }

  const onScreen = counted.filter(({ roundId }) => now() < Number(roundId) * 1000 + onScreenMs);
  await Promise.all(
    onScreen.map(({ roundId, voters, love, like, meh, unknown, hate }) =>
      publish({ scores: { roundId, love, like, meh, unknown, hate, voters }, leaders }),
    ),
  );
}

/** Adds what is new of a batch to one of its rounds. */
async function addNew(roundId: string, changes: BallotChange[], tables: TallyTables): Promise<RoundTotals | undefined> {
  const [first, last] = [changes[0], changes.at(-1)];
  const difference = differenceOf(changes);
  if (!first || !last || !difference) return undefined;
  const addition = await tables.addOnce(roundId, { first: first.eventId, last: last.eventId }, difference);
  const { totals, known } = addition ?? {};
  if (!known) return totals;
  const rest = changes.slice(changes.findLastIndex(({ eventId }) => known.has(eventId)) + 1);
  // Counted before, but perhaps not published: go on with the totals as they stand.
  return (await addNew(roundId, rest, tables)) ?? totals;
}
