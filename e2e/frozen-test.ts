/** Fixtures for tests of a page whose show does not change. */
import { constants, setPriority } from 'node:os';
import type { BrowserContextOptions, Page } from '@playwright/test';
import type { Snapshot } from '../live/backend';
import { FrozenShow, busyShow, frozenAtMs } from './frozen-show';
import { expect, test as base } from './test';

export { expect };

interface Fixtures {
  /** Opens a page for a new viewer in a given state of the show. */
  look: (options: BrowserContextOptions & FrozenState) => Promise<Page>;
}

export interface FrozenState {
  path?: string;
  /** The backend's answer; null if it does not answer. */
  snapshot?: Snapshot | null;
  isLive?: boolean;
}

export const test = base.extend<Fixtures, { lowPriority: undefined; show: FrozenShow }>({
  lowPriority: [
    async ({}, use) => {
      // The app and the browser inherit the priority, because they start later.
      setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
      await use(undefined);
    },
    { scope: 'worker', auto: true },
  ],

  show: [
    async ({}, use, { parallelIndex }) => {
      const show = new FrozenShow(parallelIndex);
      await show.start();
      await use(show);
      await show.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  look: async ({ browser, show }, use) => {
    const pages: Page[] = [];
    await use(async ({ path = '/', snapshot = busyShow, isLive = true, ...options }) => {
      Object.assign(show, { snapshot, isLive });
      const context = await browser.newContext(options);
      const page = await context.newPage();
      pages.push(page);
      await page.clock.setFixedTime(frozenAtMs);
      // The monotonic clock, which measures the round, stands still as well.
      await page.addInitScript(() => {
        const now = performance.now();
        performance.now = () => now;
      });
      // The server caches a snapshot for a second: it may be the previous test's.
      const round = snapshot?.round;
      await expect(async () => {
        await page.goto(show.url + path);
        const shown = page.locator('section[data-phase]');
        if (round) {
          await expect(shown).toHaveAttribute('data-round-id', round.roundId, { timeout: 1000 });
          await expect(shown.getByRole('heading', { level: 1 })).toHaveText(round.movie.title, { timeout: 1000 });
        } else await expect(shown).not.toHaveAttribute('data-round-id', /./, { timeout: 1000 });
      }).toPass();
      await page.evaluate(() => document.fonts.ready);
      return page;
    });
    for (const page of pages) await page.context().close();
  },
});
