/** The phase of the show, determined by the server's clock alone. */
import { limits } from '../amplify/limits';
import type { CurrentRound } from './backend';

/** If no round starts for this long after the last one, the show is paused. */
const pausedAfterMs = 20_000;

/** In short rounds, most of the time belongs to the votes. */
const maxResultShare = 1 / 4;

/** Before the result is shown, the last votes are counted, for this share of its time: 0.4 s of 2.5 s. */
const countingShare = 0.16;

/**
 * `waiting`: no round yet. `open`: accepts votes. `counting`: voting is closed, and the last votes are counted. `result`:
 * the result is shown until the next round starts. `over`: the next round is due. `paused`: no round is expected.
 */
export type Phase = 'waiting' | 'open' | 'counting' | 'result' | 'over' | 'paused';

/** When a round takes place, in epoch seconds. */
export type Times = Pick<CurrentRound, 'startsAt' | 'endsAt'>;

/** How long before the end of the round voting closes, in milliseconds. */
function resultMs({ startsAt, endsAt }: Times): number {
  return Math.min(limits.resultSeconds, (endsAt - startsAt) * maxResultShare) * 1000;
}

/** Returns when voting closes, in epoch milliseconds. */
export function closesAtMs(round: Times): number {
  return round.endsAt * 1000 - resultMs(round);
}

/** Returns when the last votes are counted and the result is shown, in epoch milliseconds. */
export function countedAtMs(round: Times): number {
  return round.endsAt * 1000 - resultMs(round) * (1 - countingShare);
}

/** Returns the end of the round in epoch milliseconds, or null if there is none. */
export function endsAtMsOf(round: Times | null): number | null {
  return round && round.endsAt * 1000;
}

/** The phases of a round in their order, each with its end in epoch milliseconds. */
function phasesOf(round: Times): [Phase, number][] {
  const endsAtMs = round.endsAt * 1000;
  return [
    ['open', closesAtMs(round)],
    ['counting', countedAtMs(round)],
    ['result', endsAtMs],
    ['over', endsAtMs + pausedAfterMs],
  ];
}

/**
 * Returns the phase at a time.
 *
 * @param now the server's time, in epoch milliseconds
 */
export function phaseAt(round: Times | null, now: number): Phase {
  if (round === null) return 'waiting';
  const current = phasesOf(round).find(([, endMs]) => now < endMs);
  return current ? current[0] : 'paused';
}

/** Returns how long the phase lasts if no round starts, in milliseconds, or null if it has no end. */
export function phaseLeftMs(round: Times | null, now: number): number | null {
  if (round === null) return null;
  const current = phasesOf(round).find(([, endMs]) => now < endMs);
  return current ? current[1] - now : null;
}
