/**
 * What is new of a batch that may have been here before, in whole or in part. Pure.
 *
 * Lambda brings the changes of a shard in their order and each at least once. A batch that failed comes again as it
 * was; one whose end its poller did not live to see comes again from the same start, cut anew. So what is counted of
 * a shard is always its beginning, and a round needs to remember of each counted batch its two ends only:
 * - Up to the last change that is a known last one, everything is counted.
 * - What follows is new, unless it begins as a known batch: that one is longer, and all of this is counted. The next
 *   batch of the shard then begins inside of the known one, where its first change tells nothing. The round is marked
 *   as recut for that, and from then on every batch is compared whole before it is added.
 *
 * This covers the same batch, longer ones, shorter ones with the rest in the next, and batches of one change, which is
 * first and last at once. It does not cover a counted batch that comes again in three pieces or more: one in the
 * middle has no known end. A poller does not cut like that, since it finds all changes of the old batch waiting and
 * takes no fewer of them than before; `BisectBatchOnFunctionError` would, and has to stay off.
 */
import type { BallotChange } from './ballot-changes';

/** Event ids of the first and the last change of a batch in one round. */
export interface BatchEnds {
  first: string;
  last: string;
}

/** What a round remembers of the batches that were added to it. */
export interface KnownBatches {
  firsts: ReadonlySet<string>;
  lasts: ReadonlySet<string>;
  /** Whether a part of a counted batch has come as a batch of its own. */
  isRecut: boolean;
}

export interface UncountedChanges<Change> {
  /** What is to be added. */
  changes: Change[];
  /** The batch ends inside of a known one. */
  splitsKnownBatch: boolean;
}

/**
 * @param batch the changes of one round in one batch, in order
 * @param known what this round remembers
 */
export function uncountedChanges<Change extends Pick<BallotChange, 'eventId'>>(
  batch: Change[],
  known: KnownBatches,
): UncountedChanges<Change> {
  const rest = batch.slice(batch.findLastIndex(({ eventId }) => known.lasts.has(eventId)) + 1);
  const [first] = rest;
  const splitsKnownBatch = first !== undefined && known.firsts.has(first.eventId);
  return { changes: splitsKnownBatch ? [] : rest, splitsKnownBatch };
}
