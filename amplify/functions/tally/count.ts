/**
 * The tally: adds a batch of ballot changes to its rounds, raises records, publishes the scores.
 *
 * Lambda delivers every change at least once, so each step may run again: the counters take a change once
 * (`addOnce`, see `batches.ts`), records only rise, and publishing the same totals twice changes no screen.
 */
import type { Counts } from '../../show';
import type { BallotChange } from './ballot';
import { newsOf, type BatchEnds, type KnownBatches } from './batches';
import { changesByRound, differenceOf, type RoundDifference } from './differences';
import { newRecords, withRecords, type Leader } from './leaders';

/** The totals of a round, with what the leaderboard needs of its movie. */
export interface RoundTotals extends Counts {
  voters: number;
  movie: { title: string; poster: string };
}

export interface Addition {
  totals: RoundTotals;
  /** Where nothing was added: the batches that the round knows. */
  known?: KnownBatches;
}

export interface TallyTables {
  /**
   * Adds a difference to a round and keeps the ends of its batch, unless the round knows one of them or is recut.
   * @param known of this round, where the batch was compared with it: adds if that is still all that the round knows
   * @returns the totals after it, or nothing where there is no such round (any more)
   */
  addOnce(roundId: string, ends: BatchEnds, difference: RoundDifference, known?: KnownBatches): Promise<Addition | undefined>;
  /** Marks a round: part of a batch that it knows came as a batch of its own. */
  markRecut(roundId: string): Promise<void>;
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

/** Adds what is new of a batch to one of its rounds; one write, unless the round knows some of it. */
async function addNew(roundId: string, batch: BallotChange[], tables: TallyTables): Promise<RoundTotals | undefined> {
  let changes = batch;
  let addition: Addition | undefined;
  do {
    const [first, last] = [changes[0], changes.at(-1)];
    const difference = differenceOf(changes);
    // Counted before, but perhaps not published: go on with the totals as they stand.
    if (!first || !last || !difference) break;
    addition = await tables.addOnce(roundId, { first: first.eventId, last: last.eventId }, difference, addition?.known);
    if (!addition?.known) break;
    const news = newsOf(batch, addition.known);
    if (news.cutsKnown && !addition.known.isRecut) await tables.markRecut(roundId);
    changes = news.changes;
  } while (changes.length > 0);
  return addition?.totals;
}
