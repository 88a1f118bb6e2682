/** Simulates audiences of any size in any design, with the same habits. */
import type { Habits } from './habits';
import { roundMs, simulateAudience, type SimulatedAudience } from './simulate-audience';
import { deployed, type Design } from './system';
import { seededRandom } from '../statistics/random';
import { sampleVoters, type VoterSample } from './voter-sample';

export type Simulate = (viewers: number, design: Design) => Promise<SimulatedAudience>;

/** Time from a call to its answer, in milliseconds: the round trip to AppSync and the write. */
const answerMs = 100;

export function createSimulation(habits: Habits, seed: number): Simulate {
  /** By the pace at which pages send votes. */
  const samples = new Map<string, Promise<VoterSample>>();
  return async (viewers, design) => {
    const sending = design.sending(Math.round(viewers * habits.votingShare));
    const key = JSON.stringify(sending);
    const sample = samples.get(key) ?? sampleVoters(habits, roundMs, answerMs, sending, seededRandom(seed));
    samples.set(key, sample);
    return simulateAudience({ viewers, habits, voterSample: await sample, system: deployed, design, seed });
  };
}
