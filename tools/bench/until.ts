/** Waiting for what another part of a bench has to bring about, and never for ever. */
import { setTimeout as sleep } from 'node:timers/promises';

const lookEveryMs = 20;

/**
 * @param what - is waited for, as words of the error
 * @throws saying that it did not come about in time
 */
export async function until(what: string, isSo: () => boolean, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs / 1000} s: ${what}.`);
    await sleep(lookEveryMs);
  }
}
