/** Measures the time from a tap to the counter on this phone and on another one. */
import type { Browser } from '@playwright/test';
import { categories, type Category } from '../../../amplify/show';
import { quantileOf } from '../../statistics/quantile';
import { row, type Row } from '../goal';
import { Phone } from '../page/phone';
import type { Change } from './counters';

const pauseMs = { least: 150, most: 500 };
const lostAfterMs = 4000;

/** Returns when a counter first shows a value after a time, or NaN. */
export function shownAfter(changes: Change[], category: Category, at: number): number {
  return changes.find((change) => change.category === category && change.shownAt > at)?.shownAt ?? NaN;
}

/**
 * Measures only the first votes of a round, because later ones are held for two seconds.
 *
 * @param taps - the minimum number
 */
export async function measureTaps(browser: Browser, url: string, taps: number): Promise<Record<string, Row>> {
  const script = new URL('./counters.ts', import.meta.url);
  const one = await Phone.open(browser, { url, script });
  const other = await Phone.open(browser, { url, script });
  const centres = await one.voteButtonCentres();
  const own: number[] = [];
  const others: number[] = [];
  while (own.length < taps) {
    await Promise.all([one.nextRound(), other.nextRound()]);
    for (const [index, category] of categories.entries()) {
      await one.page.waitForTimeout(pauseMs.least + Math.random() * (pauseMs.most - pauseMs.least));
      const { x, y } = centres[index] ?? { x: 0, y: 0 };
      await one.page.touchscreen.tap(x, y);
      const { taps: seen } = await one.page.evaluate(() => window.counters);
      const tap = seen.at(-1);
      if (tap?.category !== category) throw new Error(`The tap on ${category} did not reach its vote button.`);
      const shown = other.page.waitForFunction(
        (last) =>
          window.counters.changes.some((change) => change.category === last.category && change.shownAt > last.at),
        tap,
        { timeout: lostAfterMs, polling: 50 },
      );
      // NaN means not shown. It is counted and excluded from the times of the other phone.
      await shown.catch(() => undefined);
      const changes = await Promise.all([one, other].map(({ page }) => page.evaluate(() => window.counters.changes)));
      const [onOne, onOther] = changes.map((each) => shownAfter(each, category, tap.at) - tap.at);
      own.push(onOne ?? NaN);
      others.push(onOther ?? NaN);
    }
  }
  await one.close();
  await other.close();
  const seen = others.filter((ms) => !Number.isNaN(ms));
  return {
    'tap to own counter, 50 %': row(quantileOf(own, 0.5), 'ms'),
    'tap to own counter, 99 %': row(quantileOf(own, 0.99), 'ms'),
    'tap to the counter on another phone, 50 %': row(quantileOf(seen, 0.5), 'ms'),
    'tap to the counter on another phone, 99 %': row(quantileOf(seen, 0.99), 'ms'),
    'taps, not seen on the other phone': { figure: `${own.length}, ${own.length - seen.length}` },
  };
}
