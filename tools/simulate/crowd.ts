/** The calls of many voters, from those of some: what a round's votes look like when they reach the backend. */
import { callsOfRound, type Call } from './voter';
import { tapsOfRound, type Habits } from './habits';
import { poisson, type Random } from './random';

/** Voters whose calls are worked out one by one; a greater crowd is many of the same. */
const sampledVoters = 1500;

/** Calls come until then after the end of a round, in milliseconds: held votes are spread over 300. */
export const overtimeMs = 2500;

export interface Crowd {
  /** For each sampled voter, its calls in a round. */
  voters: Call[][];
  /** Of one voter in a round, on average. */
  votes: number;
  calls: number;
  /** For each millisecond from the start of a round: the calls of one voter, on average. */
  callsAt: Float64Array;
  /** For each millisecond: voters of whom the server has heard, as a share of all. */
  heardOfAt: Float64Array;
  /** How long votes wait on the page before they are sent: for each millisecond, the share of votes. */
  waits: Float64Array;
}

export async function crowdOf(habits: Habits, roundMs: number, answerMs: number, random: Random): Promise<Crowd> {
  const voters: Call[][] = [];
  for (let voter = 0; voter < sampledVoters; voter++) {
    voters.push(await callsOfRound(tapsOfRound(habits, roundMs, random), roundMs, answerMs, random));
  }
  return crowdFrom(voters, roundMs);
}

/** @param voters - the calls of each in a round */
export function crowdFrom(voters: Call[][], roundMs: number): Crowd {
  const length = roundMs + overtimeMs;
  const callsAt = new Float64Array(length);
  const heardOfAt = new Float64Array(length);
  const allWaits = voters.flat().flatMap(({ waits }) => waits);
  const longest = allWaits.reduce((most, wait) => Math.max(most, wait), 0);
  const waits = new Float64Array(Math.ceil(longest) + 1);
  for (const calls of voters) {
    calls.forEach(({ at }, index) => {
      const slot = Math.min(Math.floor(at), length - 1);
      callsAt[slot] = (callsAt[slot] ?? 0) + 1 / voters.length;
      if (index === 0) heardOfAt[slot] = (heardOfAt[slot] ?? 0) + 1 / voters.length;
    });
  }
  for (let slot = 1; slot < length; slot++) heardOfAt[slot] = (heardOfAt[slot] ?? 0) + (heardOfAt[slot - 1] ?? 0);
  for (const wait of allWaits) waits[Math.floor(wait)] = (waits[Math.floor(wait)] ?? 0) + 1 / allWaits.length;
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    voters,
    callsAt,
    heardOfAt,
    waits,
    votes: allWaits.length / voters.length,
    calls: sum(voters.map(({ length: each }) => each)) / voters.length,
  };
}

/** The most calls of one voter in any second, rounds following each other. */
export function busiestSecond({ callsAt }: Crowd, roundMs: number): number {
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

/** Calls that come smoothed over so many milliseconds: a sample has gaps where a great crowd has none. */
const smoothingMs = 20;

/**
 * Draws the calls of one round.
 * @param add - is told of each call's millisecond from the start, and how many calls come in it
 */
export function drawRound(
  { voters: sample, callsAt }: Crowd,
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
