/** Where a design counts batches, and when it publishes them. All times are in milliseconds. */

export interface Publication {
  /** When the totals are published. They include what was counted before `includesUntil`. */
  publishedAt: number;
  includesUntil: number;
  /** Whether the tally that counted the batch publishes them. */
  isHolder: boolean;
}

export interface Counters {
  /** Counts a batch of a shard in a round. Returns the time after the write. */
  count: (round: number, shard: number, at: number) => number;
  /**
   * Decides who publishes what was counted, and when.
   *
   * @param countedAt - the time after the count
   * @param intervalMs - the minimum time between two publications; null if every batch is published
   * @param isLast - whether the shard's window ends, so that this cannot be left to a later batch
   * @returns null if it is left to a later batch, or to the end of the shard's window
   */
  publish: (round: number, countedAt: number, intervalMs: number | null, isLast: boolean) => Publication | null;
}
