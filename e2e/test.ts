/** What every test here has: screens to open, and the rule that a screen behaves. */
import { test as base, expect, type BrowserContextOptions, type Page } from '@playwright/test';
import { sharedApps, urlOf } from './app';
import { Screen } from './screen';

export { expect };

interface Fixtures {
  /** Console errors that a test provokes. */
  provokes: RegExp | null;
  /** A screen of a new person, with nothing stored, not opened yet. */
  newScreen: (options?: BrowserContextOptions) => Promise<Screen>;
  /** A screen of a new person, live. */
  openScreen: (options?: BrowserContextOptions) => Promise<Screen>;
}

export const test = base.extend<Fixtures>({
  provokes: [null, { option: true }],

  // Playwright wants a pattern here, even an empty one.
  baseURL: async ({}, use, { parallelIndex }) => {
    const app = sharedApps[parallelIndex];
    await use(app && urlOf(app));
  },

  newScreen: async ({ browser, provokes }, use) => {
    const misdeeds: string[] = [];
    const pages: Page[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      pages.push(page);
      watch(page, (misdeed) => {
        if (!provokes?.test(misdeed)) misdeeds.push(misdeed);
      });
      return new Screen(page);
    });
    for (const page of pages) await page.context().close();
    expect(misdeeds).toEqual([]);
  },

  openScreen: async ({ newScreen }, use) => {
    await use(async (options) => {
      const screen = await newScreen(options);
      await screen.open();
      return screen;
    });
  },
});

/** Reports errors in the console, exceptions that nobody caught, and requests that leave this machine. */
function watch(page: Page, report: (misdeed: string) => void): void {
  const leaving = (url: string) => {
    const { protocol, hostname } = new URL(url);
    if (/^(http|ws)s?:$/.test(protocol) && hostname !== 'localhost') report(`Request to ${url}`);
  };
  page.on('request', (request) => leaving(request.url()));
  page.on('websocket', (socket) => leaving(socket.url()));
  page.on('pageerror', (error) => report(`Uncaught: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') report(`Console: ${message.text()}`);
  });
}
