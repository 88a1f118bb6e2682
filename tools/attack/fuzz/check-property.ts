/**
 * Seed, amount and count of the fuzz suite.
 *
 * - `FUZZ_SEED`: a number tries the same inputs again. Without it the seed is fixed, so that `npm test` says the same
 *   twice and no change goes red for what another one broke. `FUZZ_SEED=random` looks for something new.
 * - `FUZZ_RUNS`: about how many inputs all properties try together; 40,000 without it.
 *
 * Where a property fails, fast-check prints the seed and the smallest input that it found to fail.
 */
import fc from 'fast-check';
import { afterAll, vi } from 'vitest';

const { FUZZ_SEED = '20260101', FUZZ_RUNS = '' } = process.env;

const defaultRuns = 40_000;
const runsInAll = Number(FUZZ_RUNS) || defaultRuns;

export const seed = FUZZ_SEED === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(FUZZ_SEED);
if (!Number.isSafeInteger(seed)) throw new Error(`FUZZ_SEED is a whole number or "random", not ${FUZZ_SEED}.`);

/** What an input may take, in milliseconds: generous, since the machine may be busy; what hangs takes for ever. */
export const inputTimeoutMs = 10_000;

let tried = 0;

/** Counts what came beside the first of a run, such as the frames of a socket. */
export function countInputs(inputs: number): void {
  tried += inputs;
}

/** How often a property runs, given how often it does by default. */
export function scaled(runs: number): number {
  return Math.max(1, Math.round((runs * runsInAll) / defaultRuns));
}

/** What one property may take with so many inputs, in milliseconds, on a machine with other things to do. */
const testTimeout = 120_000 * Math.max(1, runsInAll / defaultRuns);

/** Prints seed and number of inputs of a test file; to be called at its top. */
export function setUpFuzzing(door: string): void {
  vi.setConfig({ testTimeout });
  console.info(`Fuzzing ${door}, seed ${seed}`);
  const startedAt = performance.now();
  afterAll(() => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.info(`Fuzzed ${door}: ${tried} inputs in ${seconds} s, seed ${seed}`);
  });
}

/**
 * Holds something to `runs` inputs, scaled by `FUZZ_RUNS`; none may take longer than {@link inputTimeoutMs}.
 *
 * @param check - throws where it does not hold.
 * @throws with seed and smallest counterexample.
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
