/** Extrapolates the calls of many voters from a sample: when a round's votes reach the backend. */
import type { SendingPace } from '../../live/vote-batcher';
import { callsOfRound, type Call } from './voter';
import { tapsOfRound, type Habits } from './habits';
import { poisson, type Random } from '../statistics/random';

/** Voters whose calls are computed one by one. A larger audience repeats them. */
const sampledVoters = 1500;

/** How long after the end of a round calls still arrive, in milliseconds: longer than the grace period. */
export const overtimeMs = 2500;

export interface VoterSample {
  /** The calls of each sampled voter in a round. */
  voters: Call[][];
  /** Votes of one voter in a round, on average. */
  votes: number;
  calls: number;
  /** Calls of one voter by millisecond from the start of a round, on average. */
  callsAt: Float64Array;
  /** Share of voters that the server knows of, by millisecond from the start of a round. */
  knownVotersAt: Float64Array;
  /** Share of votes by how long they wait on the page before they are sent, in milliseconds. */
  waits: Float64Array;
}

export async function sampleVoters(
  habits: Habits,
  roundMs: number,
  answerMs: number,
  pace: SendingPace,
  random: Random,
): Promise<VoterSample> {
  const voters: Call[][] = [];
  for (let voter = 0; voter < sampledVoters; voter++) {
    voters.push(await callsOfRound(tapsOfRound(habits, roundMs, random), roundMs, answerMs, pace, random));
  }
  return voterSampleOf(voters, roundMs);
}

/** @param voters - the calls of each voter in a round */
export function voterSampleOf(voters: Call[][], roundMs: number): VoterSample {
  const length = roundMs + overtimeMs;
  const callsAt = new Float64Array(length);
  const knownVotersAt = new Float64Array(length);
  const allWaits = voters.flat().flatMap(({ waits }) => waits);
  const longest = allWaits.reduce((most, wait) => Math.max(most, wait), 0);
  const waits = new Float64Array(Math.ceil(longest) + 1);
  for (const calls of voters) {
    calls.forEach(({ at }, index) => {
      const slot = Math.min(Math.floor(at), length - 1);
      callsAt[slot] = (callsAt[slot] ?? 0) + 1 / voters.length;
      if (index === 0) knownVotersAt[slot] = (knownVotersAt[slot] ?? 0) + 1 / voters.length;
    });
  }
  for (let slot = 1; slot < length; slot++)
    knownVotersAt[slot] = (knownVotersAt[slot] ?? 0) + (knownVotersAt[slot - 1] ?? 0);
  for (const wait of allWaits) waits[Math.floor(wait)] = (waits[Math.floor(wait)] ?? 0) + 1 / allWaits.length;
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    voters,
    callsAt,
    knownVotersAt,
    waits,
    votes: allWaits.length / voters.length,
    calls: sum(voters.map(({ length: each }) => each)) / voters.length,
  };
}

/** Returns the most calls of one voter in any second of consecutive rounds. */
export function busiestSecond({ callsAt }: VoterSample, roundMs: number): number {
  const round = new Float64Array(roundMs);
  callsAt.forEach((calls, slot) => (round[slot % roundMs] = (round[slot % roundMs] ?? 0) + calls));
  let inSecond = 0;
  let most = 0;
  for (let slot = -1000; slot < roundMs; slot++) {
    inSecond += round[(slot + roundMs) % roundMs] ?? 0;
    if (slot >= 0) {
      inSecond -= round[(slot - 1000 + roundMs) % roundMs] ?? 0;
      most = Math.max(most, inSecond);
    }
  }
  return most;
}

/** Calls are smoothed over this many milliseconds, because a sample has gaps that a large audience does not have. */
const smoothingMs = 20;

/**
 * Draws the calls of one round.
 * @param add - receives each millisecond from the start with the number of its calls
 */
export function drawRound(
  { voters: sample, callsAt }: VoterSample,
  voters: number,
  random: Random,
  add: (slot: number, calls: number) => void,
): void {
  if (voters <= 2 * sample.length) {
    for (let voter = 0; voter < voters; voter++) {
      for (const { at } of sample[Math.floor(random() * sample.length)] ?? [])
        add(Math.min(Math.floor(at), callsAt.length - 1), 1);
    }
    return;
  }
  for (let from = 0; from < callsAt.length; from += smoothingMs) {
    const mean = callsAt.subarray(from, from + smoothingMs).reduce((sum, calls) => sum + calls, 0) / smoothingMs;
    for (let slot = from; slot < Math.min(from + smoothingMs, callsAt.length); slot++)
      add(slot, poisson(mean * voters, random));
  }
}
