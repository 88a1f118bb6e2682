/**
 * Finds the uncounted changes of a batch that may have been delivered before, completely or in part.
 *
 * Lambda delivers the changes of a shard in order and at least once. It redelivers a failed batch unchanged. If a poller
 * crashes, another poller resumes from the same position, possibly with batches of other sizes. So the counted changes
 * of a shard are always a prefix of it, and a round stores only the two ends of each counted batch:
 * - Everything up to the last change that is a known last change is counted.
 * - Everything after it is new, unless it starts with a known first change: then the known batch is longer, and all of
 *   this batch is counted. The next batch of the shard starts within the known batch, so its first change is not known.
 *   Therefore the round is marked as recut, and every later batch is compared before it is added.
 *
 * This covers equal batches, longer batches, shorter batches followed by the rest, and batches of a single change, which
 * is both ends. It does not cover a counted batch that is redelivered in three or more pieces, since a piece in the
 * middle has no known end. Pollers do not cut batches like that, because all changes of the old batch are available and
 * a poller takes at least as many. `BisectBatchOnFunctionError` would, and must stay off.
 */
import type { BallotChange } from './ballot-changes';

/** Event ids of the first and the last change of a batch in one round. */
export interface BatchEnds {
  first: string;
  last: string;
}

/** The ends of the batches that were added to a round. */
export interface KnownBatches {
  firsts: ReadonlySet<string>;
  lasts: ReadonlySet<string>;
  /** Whether part of a counted batch was delivered as a separate batch. */
  isRecut: boolean;
}

export interface UncountedChanges<Change> {
  /** The changes to add. */
  changes: Change[];
  /** Whether the batch ends within a known batch. */
  splitsKnownBatch: boolean;
}

/**
 * Finds the uncounted changes of a batch.
 *
 * @param batch the changes of one round in one batch, in order
 * @param known the known batches of this round
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
