/**
 * The tally: adds a batch of ballot changes to its rounds, raises records, publishes the scores.
 *
 * Lambda redelivers a failed batch whole, so each step may run again: the counters take a batch once
 * (`addOnce`), records only rise, and publishing the same totals twice changes no screen.
 */
import type { Counts } from '../../show';
import type { BallotChange } from './ballot';
import { differencesByRound, type RoundDifference } from './differences';
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
 * How long after its start a round may be on a screen, in milliseconds: more than the longest round and its grace.
 * What a tally that was away has to make up is counted, but would only flood the screens.
 */
const onScreenMs = 120_000;

/**
 * @param changes of one stream batch, in order
 * @param batchId the same for every delivery of this batch
 * @param tables where counters and records are kept
 * @param publish sends totals and leaders to every screen
 * @param now the time, in milliseconds since the epoch
 */
export async function count(
  changes: BallotChange[],
  batchId: string,
  tables: TallyTables,
  publish: (update: ScoresUpdate) => Promise<void>,
  now: () => number = Date.now,
): Promise<void> {
  // Everything is counted before anything is published: what is not published is late, what is not counted is lost.
  const rounds = await Promise.all(
    [...differencesByRound(changes)].map(async ([roundId, difference]) => {
      const totals = await tables.addOnce(roundId, batchId, difference);
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
