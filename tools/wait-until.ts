import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 20;

/**
 * Polls a condition until it holds.
 *
 * @param what - the condition in words, for the error
 * @throws if it does not hold within `limitMs`
 */
export async function waitUntil(what: string, isMet: () => boolean | Promise<boolean>, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await isMet())) {
    if (performance.now() > deadline) throw new Error(`Not within ${limitMs / 1000} s: ${what}.`);
    await sleep(pollMs);
  }
}
