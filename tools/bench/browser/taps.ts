/** From a tap to the counter under the finger, and to the same counter on another phone. */
import type { Browser } from '@playwright/test';
import { categories, type Category } from '../../../amplify/show';
import { quantileOf } from '../../statistics/quantile';
import { row, type Row } from '../goal';
import { Phone } from '../page/phone';
import type { Change } from './counters';

const pauseMs = { least: 150, most: 500 };
const lostAfterMs = 4000;

/** When a counter first shows something after a moment; NaN where it never does. */
export function shownAfter(changes: Change[], category: Category, at: number): number {
  return changes.find((change) => change.category === category && change.shownAt > at)?.shownAt ?? NaN;
}

/**
 * Only first votes of a round: the later ones of a category are held for two seconds, to travel together.
 * @param taps - at least so many
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
      // Not shown is NaN below: it is counted, and left out of the other phone's times.
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
