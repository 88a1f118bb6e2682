/**
 * Decides which tally publishes the totals of a round, and when. Each shard of the stream has its own tally.
 *
 * A tally reads the lease after it has added its batch. If another tally has claimed the publication, this one is done.
 * Otherwise it claims the publication, waits until the round may be published again, ends the claim, and only then sums
 * the round and publishes it. A conditional write makes each change of the lease.
 *
 * No vote stays unpublished, even if clocks differ. A batch that finds another claim pending was added before that
 * claim ends, so it is in the sum that follows. A holder that crashes has not finished its batch, so Lambda delivers it
 * again, possibly with another size, and the tally recognizes the claim of its shard. Clocks only limit the rate, and
 * decide when a claim is overdue and another tally may take it over.
 */
import { valueFor } from '../../by-voters';
import { pace } from '../../limits';

/** The item of a round in `PublishLease`; empty until a tally claims or publishes. */
export interface Lease {
  /** When the last publication was acquired, in milliseconds since the epoch. */
  publishedAt?: number | undefined;
  /** The pending claim. */
  claim?: Claim | undefined;
  /** The voters of the round when the publish interval last changed. */
  voters?: number | undefined;
}

export interface Claim {
  /** The shard whose tally will publish. */
  claimedBy: string;
  /** In milliseconds since the epoch. */
  claimedAt: number;
}

/** When a claim is overdue, in milliseconds after the end of the interval for which it waits. Longer than a slow write. */
const claimGraceMs = 2000;

/**
 * Returns the minimum time between two publications of a round, in milliseconds.
 *
 * @param voters voters of the round
 */
export function publishIntervalMs(voters: number): number {
  return valueFor(pace.publishIntervalMs, voters);
}

/** Returns when a claim is overdue, in milliseconds after it was made. */
export function claimTimeoutMs(voters: number): number {
  return publishIntervalMs(voters) + claimGraceMs;
}

/** Returns whether the tally of another shard will publish the current totals. */
export function isClaimedByOther({ claim }: Lease, shard: string, voters: number, now: number): boolean {
  return claim !== undefined && claim.claimedBy !== shard && now <= claim.claimedAt + claimTimeoutMs(voters);
}

/**
 * Returns how long to wait before the next publication, in milliseconds. At most one interval, even if clocks differ. The
 * first publication waits, too: in a large audience, the first batch of a round has few of its first votes.
 *
 * @param startsAtMs the start of the round, in milliseconds since the epoch
 */
export function publishDelayMs(
  { publishedAt }: Lease,
  { startsAtMs, voters }: { startsAtMs: number; voters: number },
  now: number,
): number {
  const interval = publishIntervalMs(voters);
  return Math.min(Math.max(0, (publishedAt ?? startsAtMs) + interval - now), interval);
}
