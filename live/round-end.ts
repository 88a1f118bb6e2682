/** The end of a round that a host has brought forward, and what follows. */
import { limits } from '../amplify/limits';
import type { CurrentRound, ShowControls } from './backend';

/** A round as a screen shows it. */
export interface ShownRound extends CurrentRound {
  /** When a host has ended the round before its time, in epoch seconds. */
  endedAt?: number;
  /** When the next round is due after such an end, in epoch seconds; undefined while the show is paused. */
  nextAt?: number;
}

/**
 * Returns the round with its early end, or the same round if there is none.
 *
 * @param continuedAt when the show continued after a pause, in epoch milliseconds, if the screen has seen that
 */
export function withEarlyEnd(
  round: ShownRound,
  { endedRound, endedAt, isPaused, roundSeconds }: ShowControls,
  continuedAt?: number,
): ShownRound {
  if (endedRound !== round.roundId || typeof endedAt !== 'number') return round;
  if (isPaused) return { ...round, endedAt, nextAt: undefined };
  const from = Math.max(endedAt, (continuedAt ?? 0) / 1000);
  // Rounds start at multiples of the default length. One that ends at such a boundary is followed at once.
  const stepSeconds = Math.min(limits.roundSeconds, roundSeconds);
  const boundary = Math.ceil(from / stepSeconds) * stepSeconds;
  const nextAt = boundary > round.startsAt ? boundary : boundary + stepSeconds;
  // Only the first state after a pause tells that the show continued then; later ones bring nothing forward.
  return { ...round, endedAt, nextAt: Math.max(nextAt, round.nextAt ?? 0) };
}
