/**
 * Which votes came after the end of their round. Rounds have different lengths, and a host may end one early, but
 * `castVotes` reads no round: it believes the end that the guest sends. So the tally decides.
 *
 * The ballot says when `castVotes` was called, not when it was written: DynamoDB may be slow to write an acknowledged vote.
 *
 * A host ends a round at the time of the call. Votes that were cast before are in time by the old end as well as by the
 * new one. So a batch that is delivered again, or differently cut, has the same votes in time, whatever the host does.
 */
import { limits } from '../../limits';
import type { StartedRound } from './count-batch';

/** What the times of different servers may differ, in seconds. All of them are rounded down. */
const clockErrorSeconds = 1;

/** @param castAt when votes were cast, in seconds since the epoch */
export function wasCastInTime(castAt: number, { endsAt }: Pick<StartedRound, 'endsAt'>): boolean {
  return castAt <= endsAt + limits.graceSeconds + clockErrorSeconds;
}

/**
 * Returns whether a round that was read earlier still decides a change. If the host has ended the round since then, its end
 * is not before the read, and the grace period follows.
 *
 * @param readAtMs when the round was read, in milliseconds since the epoch. Such a read may be late by
 *   {@link clockErrorSeconds}
 * @param castAt when the votes were cast, in seconds since the epoch
 */
export function isEndKnown({ endsAt }: Pick<StartedRound, 'endsAt'>, readAtMs: number, castAt: number): boolean {
  const readAt = readAtMs / 1000 - clockErrorSeconds;
  return readAt >= endsAt || wasCastInTime(castAt, { endsAt: readAt });
}
