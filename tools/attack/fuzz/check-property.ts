/**
 * Runs the properties of the fuzz suite.
 *
 * - `FUZZ_SEED`: a number repeats the inputs of that seed; `random` tries new ones. The default seed is fixed, so that
 *   `npm test` is deterministic.
 * - `FUZZ_RUNS`: the approximate number of inputs of all properties together, 40,000 by default.
 *
 * If a property fails, fast-check prints the seed and the smallest failing input.
 */
import fc from 'fast-check';
import { afterAll, vi } from 'vitest';

const { FUZZ_SEED = '20260101', FUZZ_RUNS = '' } = process.env;

const defaultRuns = 40_000;
const runsInAll = Number(FUZZ_RUNS) || defaultRuns;

export const seed = FUZZ_SEED === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(FUZZ_SEED);
if (!Number.isSafeInteger(seed)) throw new Error(`FUZZ_SEED must be a whole number or "random", not ${FUZZ_SEED}.`);

/** Time limit for one input, in milliseconds. It only has to detect hangs, also on a busy machine. */
export const inputTimeoutMs = 10_000;

let tried = 0;

/** Counts additional inputs of a run, such as the frames of a socket. */
export function countInputs(inputs: number): void {
  tried += inputs;
}

/** Scales a default number of runs by `FUZZ_RUNS`. */
export function scaled(runs: number): number {
  return Math.max(1, Math.round((runs * runsInAll) / defaultRuns));
}

/** Time limit for one property on a busy machine, in milliseconds. */
const testTimeout = 120_000 * Math.max(1, runsInAll / defaultRuns);

/** Prints the seed and the number of inputs of a test file. Call it at the top of the file. */
export function setUpFuzzing(area: string): void {
  vi.setConfig({ testTimeout });
  console.info(`Fuzzing ${area}, seed ${seed}`);
  const startedAt = performance.now();
  afterAll(() => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.info(`Fuzzed ${area}: ${tried} inputs in ${seconds} s, seed ${seed}`);
  });
}

/**
 * Checks a property with `runs` inputs, scaled by `FUZZ_RUNS`. None may take longer than {@link inputTimeoutMs}.
 *
 * @param check - throws if the property does not hold
 * @throws with the seed and the smallest failing input
 */
export async function checkProperty<T>(
  inputs: fc.Arbitrary<T>,
  runs: number,
  check: (input: T) => Promise<void> | void,
): Promise<void> {
  const property = fc.asyncProperty(inputs, async (input) => {
    tried += 1;
    const startedAt = performance.now();
    await check(input);
    const tookMs = performance.now() - startedAt;
    if (tookMs > inputTimeoutMs) throw new Error(`This input took ${Math.round(tookMs)} ms`);
  });
  await fc.assert(property, { seed, numRuns: scaled(runs), timeout: 2 * inputTimeoutMs, endOnFailure: false });
}
