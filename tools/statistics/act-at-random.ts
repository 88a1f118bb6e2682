import { setTimeout as sleep } from 'node:timers/promises';
import { exponential } from './random';

/**
 * Calls `act` as a Poisson process, as many independent people act together. Returns the number of calls.
 *
 * @param perSecond - calls per second, on average
 */
export async function actAtRandom(perSecond: number, seconds: number, act: () => unknown): Promise<number> {
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  let acted = 0;
  // The timer is coarser than the intervals between calls. All calls that are due are made at once.
  let at = startedAt;
  while (at < endsAt) {
    for (; at < Math.min(performance.now(), endsAt); at += 1000 * exponential(perSecond, Math.random), acted++) act();
    await sleep(1);
  }
  return acted;
}
