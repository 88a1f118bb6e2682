/** The phase of the show, determined by the server's clock, and by the hosts, who can end a round early. */
import { limits } from '../amplify/limits';
import type { ShownRound } from './round-end';

/** If no round starts for this long after the last one was due to be followed, the show is paused. */
const pausedAfterMs = 20_000;

/** In short rounds, most of the time belongs to the votes. */
const maxResultShare = 1 / 4;

/** Before the result is shown, the last votes are counted, for this share of its time: 0.4 s of 2.5 s. */
const countingShare = 0.16;

/**
 * `waiting`: no round yet. `open`: accepts votes. `counting`: voting is closed, and the last votes are counted. `result`:
 * the result is shown until the next round starts. `over`: the next round is due. `paused`: no round is expected.
 * `pausedByHost`: no round starts until a host continues the show.
 */
export type Phase = 'waiting' | 'open' | 'counting' | 'result' | 'over' | 'paused' | 'pausedByHost';

/** When a round takes place, in epoch seconds. */
export type Times = Pick<ShownRound, 'startsAt' | 'endsAt' | 'endedAt' | 'nextAt'>;

/** How long before the end of the round voting closes, in milliseconds. */
function resultMs({ startsAt, endsAt }: Times): number {
  return Math.min(limits.resultSeconds, (endsAt - startsAt) * maxResultShare) * 1000;
}

/** Returns when voting closes, in epoch milliseconds. */
export function closesAtMs(round: Times): number {
  return Math.min(round.endsAt * 1000 - resultMs(round), (round.endedAt ?? Infinity) * 1000);
}

/** Returns when the last votes are counted and the result is shown, in epoch milliseconds. */
export function countedAtMs(round: Times): number {
  return closesAtMs(round) + resultMs(round) * countingShare;
}

/** Returns the end of the round, in epoch milliseconds. */
export function endsAtMs({ endsAt, endedAt = Infinity }: Times): number {
  return Math.min(endsAt, endedAt) * 1000;
}

/** Returns when the next round is due, in epoch milliseconds. In a pause, that is the end of the round. */
export function dueAtMs(round: Times): number {
  return round.nextAt === undefined ? endsAtMs(round) : round.nextAt * 1000;
}

/** Returns when the next round is due, in epoch milliseconds, or null without a round. */
export function dueAtMsOf(round: Times | null): number | null {
  return round && dueAtMs(round);
}

/** The phases of a round in their order, each with its end in epoch milliseconds. */
function phasesOf(round: Times): [Phase, number][] {
  return [
    ['open', closesAtMs(round)],
    ['counting', countedAtMs(round)],
    ['result', dueAtMs(round)],
    ['over', dueAtMs(round) + pausedAfterMs],
  ];
}

/**
 * Returns the phase at a time.
 *
 * @param now the server's time, in epoch milliseconds
 * @param isPaused whether a host has paused the show
 */
export function phaseAt(round: Times | null, now: number, isPaused = false): Phase {
  if (isPaused) return 'pausedByHost';
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
