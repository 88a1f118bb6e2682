/**
 * Decides which tally publishes the totals of a round, and when. Each shard of the stream has its own tally.
 *
 * The lease is stored in the row of the round. The write that adds a batch also claims the publication, unless a claim
 * is pending, and returns the claim. The holder of the claim waits until the round may be published again. Then it
 * acquires the publication with a conditional write, which ends the claim and returns the totals to publish.
 *
 * No vote stays unpublished, even if clocks differ. A batch that finds another claim pending was added before that
 * claim ends, so it is in the totals of the write that ends the claim. A holder that crashes has not finished its
 * batch, so Lambda redelivers it, possibly with another size, and the tally recognizes its claim by the change that it
 * names. Clocks only limit the rate, and decide when a claim is overdue and another tally may take it over.
 */
import { limits } from '../../limits';

export interface Lease {
  /**
   * When the last publication was acquired, in milliseconds since the epoch. Undefined before the first publication.
   */
  publishedAt?: number | undefined;
  /** The pending claim. */
  claim?: Claim | undefined;
}

export interface Claim {
  /** Event id of a change in the batch that will publish. */
  claimedBy: string;
  /** In milliseconds since the epoch. */
  claimedAt: number;
}

/** When a claim is overdue, in milliseconds after it was made. Longer than any wait for a turn plus a slow write. */
export const claimTimeoutMs = 2000;

/**
 * Returns the minimum time between two publications of a round, in milliseconds.
 *
 * @param voters voters of the round
 */
export function publishIntervalMs(voters: number): number {
  const { minPublishIntervalMs, maxPublishIntervalMs, maxPublishIntervalVoters } = limits;
  const grown = Math.round(maxPublishIntervalMs * (voters / maxPublishIntervalVoters) ** 2);
  return Math.min(Math.max(grown, minPublishIntervalMs), maxPublishIntervalMs);
}

/** Returns whether another batch than the one with these event ids will publish the current totals. */
export function isClaimedByOther({ claim }: Lease, eventIds: ReadonlySet<string>, now: number): boolean {
  return claim !== undefined && !eventIds.has(claim.claimedBy) && now <= claim.claimedAt + claimTimeoutMs;
}

/**
 * Returns how long to wait before the next publication, in milliseconds. At most one interval, even if clocks differ.
 */
export function publishDelayMs({ publishedAt = -Infinity }: Lease, voters: number, now: number): number {
  const interval = publishIntervalMs(voters);
  return Math.min(Math.max(0, publishedAt + interval - now), interval);
}
