/** Measures layout shifts. */
import type { Browser } from '@playwright/test';
import { limits } from '../../../amplify/limits';
import { atMost, row, type Row } from '../goal';
import { Phone } from './phone';

/** @param rounds - to watch while others vote and chat */
export async function measureStability(browser: Browser, url: string, rounds: number): Promise<Record<string, Row>> {
  const phone = await Phone.open(browser, { url, isObserved: true });
  await phone.page.waitForTimeout(rounds * limits.roundSeconds * 1000);
  const shifts = await phone.page.evaluate(() => window.observations.shifts);
  await phone.close();
  const all = shifts.reduce((sum, { value }) => sum + value, 0);
  const largest = shifts.toSorted((a, b) => b.value - a.value).slice(0, 5);
  return {
    [`layout shift, all of load and ${rounds} rounds`]: row(all, '', atMost(0), 4),
    ...Object.fromEntries(
      largest.map(({ at, value, sources }, index) => [
        `  ${index + 1}. after ${(at / 1000).toFixed(1)} s`,
        { figure: `${value.toFixed(4)}: ${[...new Set(sources)].slice(0, 3).join(', ')}` },
      ]),
    ),
  };
}
