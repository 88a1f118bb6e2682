/** Measures the processor time of the main thread while a page is only watched. */
import type { Browser } from '@playwright/test';
import { row, type Row } from '../goal';
import { Phone } from '../page/phone';

/** Returns seconds of processor time per minute of watching. */
export async function measureWatching(browser: Browser, url: string, seconds: number): Promise<Row> {
  const phone = await Phone.open(browser, { url });
  await phone.devTools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busySeconds = async () => {
    const { metrics } = await phone.devTools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
  };
  const before = await busySeconds();
  const startedAt = performance.now();
  await phone.page.waitForTimeout(seconds * 1000);
  const took = (await busySeconds()) - before;
  const watched = (performance.now() - startedAt) / 1000;
  await phone.close();
  return row((took * 60) / watched, 's', undefined, 2);
}
