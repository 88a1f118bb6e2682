/** The phase of the show, determined by the server's clock alone. */
import type { CurrentRound } from './backend';

/** If no round starts for this long after the last one, the show is paused. */
const pausedAfterMs = 20_000;

/** `waiting`: no round yet. `open`: accepts votes. `over`: the next round is due. `paused`: no round is expected. */
export type Phase = 'waiting' | 'open' | 'over' | 'paused';

/**
 * Returns the phase at a time.
 *
 * @param now the server's time, in epoch milliseconds
 */
export function phaseAt(round: Pick<CurrentRound, 'endsAt'> | null, now: number): Phase {
  if (round === null) return 'waiting';
  const endsAtMs = round.endsAt * 1000;
  if (now < endsAtMs) return 'open';
  return now < endsAtMs + pausedAfterMs ? 'over' : 'paused';
}

/** Returns how long the phase lasts if no round starts, in milliseconds, or null if it has no end. */
export function phaseLeftMs(round: Pick<CurrentRound, 'endsAt'> | null, now: number): number | null {
  if (round === null) return null;
  const endsAtMs = round.endsAt * 1000;
  const phase = phaseAt(round, now);
  if (phase === 'paused') return null;
  return (phase === 'open' ? endsAtMs : endsAtMs + pausedAfterMs) - now;
}
