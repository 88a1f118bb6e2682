/** Measures whether the page's memory grows over many rounds. Garbage is collected before each sample. */
import type { Browser } from '@playwright/test';
import { trendOf, trendText, type Sample } from '../../statistics/trend';
import type { Row } from '../goal';
import { Phone } from './phone';

const sampleEveryMs = 2000;
/** The share of time to warm up, which is not part of the slopes. */
const warmUp = 0.2;

/** @param seconds - to watch, with one vote before each sample */
export async function measureMemory(browser: Browser, url: string, seconds: number): Promise<Record<string, Row>> {
  const phone = await Phone.open(browser, { url });
  const { page, devTools } = phone;
  const centres = await phone.voteButtonCentres();
  const heap: Sample[] = [];
  const nodes: Sample[] = [];
  const listeners: Sample[] = [];
  const movies = new Set<string | null>();
  const startedAt = performance.now();
  while (performance.now() - startedAt < seconds * 1000) {
    const { x, y } = centres[heap.length % centres.length] ?? { x: 0, y: 0 };
    await page.touchscreen.tap(x, y);
    await page.waitForTimeout(sampleEveryMs);
    await devTools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devTools.send('Runtime.getHeapUsage');
    const counters = await devTools.send('Memory.getDOMCounters');
    movies.add(await page.locator('[data-round-id]').first().getAttribute('data-round-id'));
    const at = (performance.now() - startedAt) / 60_000;
    heap.push({ at, value: usedSize / 2 ** 20 });
    nodes.push({ at, value: counters.nodes });
    listeners.push({ at, value: counters.jsEventListeners });
  }
  await phone.close();

  const steady = (samples: Sample[]) => samples.filter(({ at }) => at > (warmUp * seconds) / 60);
  const rows = (name: string, samples: Sample[], unit: string, digits: number): [string, Row][] => {
    const trend = trendOf(steady(samples));
    const ends = [samples.at(0), samples.at(-1)].map((sample) => (sample?.value ?? NaN).toFixed(digits)).join(' to ');
    const grows = trend.slope - trend.margin > 0;
    return [
      [`${name}: mean, first to last`, { figure: `${trend.mean.toFixed(digits)} ${unit}, ${ends}` }],
      [
        `${name}: slope`,
        { figure: trendText(trend, unit), goal: 'none', result: grows ? 'grows' : 'met: within noise, or falling' },
      ],
    ];
  };
  return {
    rounds: { figure: `${seconds} of 1 s, ${movies.size} of them seen in ${heap.length} samples` },
    ...Object.fromEntries([
      ...rows('JavaScript heap', heap, 'MB', 2),
      ...rows('DOM nodes', nodes, 'nodes', 0),
      ...rows('event listeners', listeners, 'listeners', 0),
    ]),
  };
}
