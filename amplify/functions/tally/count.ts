/**
 * The tally: adds a batch of ballot changes to its rounds, raises records, publishes the scores.
 *
 * Lambda redelivers a failed batch whole, so each step may run again: the counters take a batch once
 * (`addOnce`), records only rise, and publishing the same totals twice changes no screen.
 */
import type { Counts } from '../../show';
import { differencesByRound, type BallotChange, type RoundDifference } from './differences';
import { newRecords, withRecords, type Leader } from './leaders';

/** The totals of a round, with what the leaderboard needs of its movie. */
export interface RoundTotals extends Counts {
  voters: number;
  movie: { title: string; poster: string };
}

export interface TallyTables {
  /**
   * Adds a difference to a round unless this batch is in it already.
   * @returns the totals after it, or nothing where there is no such round (any more)
   */
  addOnce(roundId: string, batchId: string, difference: RoundDifference): Promise<RoundTotals | undefined>;
  leaders(): Promise<Leader[]>;
  /** Writes a record unless a higher one stands. */
  raise(leader: Leader): Promise<void>;
}

export interface ScoresUpdate {
  scores: Counts & { roundId: string; voters: number };
  leaders: Leader[];
}

/**
 * @param changes of one stream batch, in order
 * @param batchId the same for every delivery of this batch
 * @param tables where counters and records are kept
 * @param publish sends totals and leaders to every screen
 */
export async function count(
  changes: BallotChange[],
  batchId: string,
  tables: TallyTables,
  publish: (update: ScoresUpdate) => Promise<void>,
): Promise<void> {
  for (const [roundId, difference] of differencesByRound(changes)) {
    const totals = await tables.addOnce(roundId, batchId, difference);
    if (!totals) continue;
    const { movie, voters, love, like, meh, unknown, hate } = totals;
    const counts = { love, like, meh, unknown, hate };
    const leaders = await tables.leaders();
    const records = newRecords(counts, movie, leaders);
    await Promise.all(records.map((record) => tables.raise(record)));
    await publish({ scores: { roundId, ...counts, voters }, leaders: withRecords(leaders, records) });
  }
}
