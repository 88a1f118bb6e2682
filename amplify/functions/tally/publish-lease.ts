/**
 * Who publishes a round's totals, and when, where the shards of a stream have a tally each.
 *
 * The lease stands on the round itself. What adds a batch claims the publish in the same write, unless a claim is
 * pending, and hears of that in its answer. The holder of a claim waits until the round may be published again, and
 * takes the publish with one conditional write: that ends the claim, and its answer is the totals to publish.
 *
 * So nothing is lost, whatever the clocks say: who finds another's claim pending was added before that claim ends, and
 * is in the totals of the write that ends it. A holder that dies has not finished its batch; the batch comes again, cut
 * anew perhaps, and knows the claim as its own by the change that it names. Clocks only pace, and tell when a claim is
 * overdue and others may take it over.
 */
import { limits } from '../../limits';

export interface Lease {
  /** When the round was last taken to be published, in milliseconds since the epoch; missing before the first time. */
  publishedAt?: number | undefined;
  /** The claim that is pending. */
  claim?: Claim | undefined;
}

export interface Claim {
  /** Event id of a change in the batch that will publish. */
  claimedBy: string;
  /** In milliseconds since the epoch. */
  claimedAt: number;
}

/** After this time in milliseconds a claim is overdue. Longer than any wait for a turn and a slow write. */
export const claimTimeoutMs = 2000;

/**
 * @param voters of the round
 * @returns the least time between two publishes of the round, in milliseconds
 */
export function publishIntervalMs(voters: number): number {
  const { minPublishIntervalMs, maxPublishIntervalMs, maxPublishIntervalVoters } = limits;
  const grown = Math.round(maxPublishIntervalMs * (voters / maxPublishIntervalVoters) ** 2);
  return Math.min(Math.max(grown, minPublishIntervalMs), maxPublishIntervalMs);
}

/** @returns whether another batch than that of these event ids will publish what is counted now */
export function isClaimedByOther({ claim }: Lease, eventIds: ReadonlySet<string>, now: number): boolean {
  return claim !== undefined && !eventIds.has(claim.claimedBy) && now <= claim.claimedAt + claimTimeoutMs;
}

/** @returns how long to wait for the round's turn, in milliseconds: an interval at most, however wrong a clock is */
export function publishDelayMs({ publishedAt = -Infinity }: Lease, voters: number, now: number): number {
  const interval = publishIntervalMs(voters);
  return Math.min(Math.max(0, publishedAt + interval - now), interval);
}
