/** Many people, each acting at odd moments by itself, are together one Poisson process. */
import { setTimeout as sleep } from 'node:timers/promises';
import { exponential } from './random';

/**
 * Acts at random moments for some time. @returns how often
 * @param perSecond - on average
 * @param act - not waited for, so that what takes long does not slow down what comes
 */
export async function actAtRandom(perSecond: number, seconds: number, act: () => void): Promise<number> {
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  let acted = 0;
  // The timer is coarser than the times between acts: all that are due are done at once.
  for (let at = startedAt; at < endsAt; await sleep(1)) {
    for (; at < Math.min(performance.now(), endsAt); at += 1000 * exponential(perSecond, Math.random), acted++) act();
  }
  return acted;
}
