/** Measures tasks over 50 ms while a slow phone only watches. */
import type { Browser } from '@playwright/test';
import { atMost, row, type Row } from '../goal';
import type { LongFrame, LongTask } from './observers';
import { Phone } from './phone';

/** Shorter parts of a frame are not listed. */
const listedWork = 2;

/** Returns what took longest in each task, by its animation frames. */
export function workOf(task: LongTask, frames: LongFrame[]): string[] {
  const end = task.startTime + task.duration;
  return frames
    .filter(({ startTime, duration }) => startTime < end && startTime + duration > task.startTime)
    .flatMap(({ work }) => work)
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, listedWork)
    .map(({ ms, what }) => `${Math.round(ms)} ms ${what}`);
}

/**
 * @param seconds - to watch after the page is live and idle
 * @param slowdown - of the processor
 */
export async function measureLongTasks(
  browser: Browser,
  url: string,
  seconds: number,
  slowdown: number,
): Promise<Record<string, Row>> {
  const phone = await Phone.open(browser, { url, slowdown, isObserved: true });
  const watchedFrom = await phone.page.evaluate(() => performance.now());
  await phone.page.waitForTimeout(seconds * 1000);
  const { longTasks, longFrames } = await phone.page.evaluate(() => window.observations);
  await phone.close();
  const [loading, watching] = [
    longTasks.filter(({ startTime }) => startTime < watchedFrom),
    longTasks.filter(({ startTime }) => startTime >= watchedFrom),
  ];
  const longestOf = (tasks: LongTask[]) => tasks.toSorted((a, b) => b.duration - a.duration);
  return {
    [`tasks over 50 ms in ${seconds} s of watching`]: row(watching.length, '', atMost(0)),
    ...Object.fromEntries(
      longestOf(watching)
        .slice(0, 5)
        .map((task, index) => [
          `  ${index + 1}. after ${((task.startTime - watchedFrom) / 1000).toFixed(1)} s`,
          { figure: [`${task.duration} ms`, ...workOf(task, longFrames)].join('; ') },
        ]),
    ),
    'tasks over 50 ms while loading': row(loading.length, ''),
    'longest of those': row(longestOf(loading)[0]?.duration ?? 0, 'ms'),
  };
}
