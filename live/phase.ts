/** Where the show stands, by the server's clock alone. */
import type { CurrentRound } from './backend';

/** A show without a new round for this long after the last one is paused, not late. */
const pausedAfterMs = 20_000;

/** `waiting`: no round seen yet. `open`: takes votes. `over`: the next is due. `paused`: none is coming. */
export type Phase = 'waiting' | 'open' | 'over' | 'paused';

/** @param now the server's time, in epoch milliseconds */
export function phaseAt(round: Pick<CurrentRound, 'endsAt'> | null, now: number): Phase {
  if (round === null) return 'waiting';
  const endsAtMs = round.endsAt * 1000;
  if (now < endsAtMs) return 'open';
  return now < endsAtMs + pausedAfterMs ? 'over' : 'paused';
}

/** How long the phase lasts if no round starts, in milliseconds; null: for ever. */
export function phaseLeftMs(round: Pick<CurrentRound, 'endsAt'> | null, now: number): number | null {
  if (round === null) return null;
  const endsAtMs = round.endsAt * 1000;
  const phase = phaseAt(round, now);
  if (phase === 'paused') return null;
  return (phase === 'open' ? endsAtMs : endsAtMs + pausedAfterMs) - now;
}
