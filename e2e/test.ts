/** The fixtures of the end-to-end tests. Each also checks that pages log no error or warning and send nothing to other machines. */
import { test as base, expect, type BrowserContextOptions, type Page } from '@playwright/test';
import { sharedApps, urlOf } from './app';
import { Screen } from './screen';

export { expect };

/** What most people see: the blurred background, and what moves. */
export const usualMedia = { contrast: 'no-preference', reducedMotion: 'no-preference' } as const;

interface Fixtures {
  /** Console errors that a test causes on purpose. */
  expectedErrors: RegExp | null;
  /** Creates a new viewer's screen: nothing stored, no page opened. */
  newScreen: (options?: BrowserContextOptions) => Promise<Screen>;
  /** Opens a new viewer's screen and waits until it is live. */
  openScreen: (options?: BrowserContextOptions) => Promise<Screen>;
}

export const test = base.extend<Fixtures>({
  expectedErrors: [null, { option: true }],

  // Playwright requires the object pattern, even if it is empty.
  baseURL: async ({}, use, { parallelIndex }) => {
    const app = sharedApps[parallelIndex];
    await use(app && urlOf(app));
  },

  newScreen: async ({ browser, expectedErrors }, use) => {
    const problems: string[] = [];
    const pages: Page[] = [];
    await use(async (options) => {
      // Without a GPU, drawing takes most of the processor time: the blurred background, which more contrast leaves out, and
      // what moves all the time.
      const context = await browser.newContext({ contrast: 'more', reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      pages.push(page);
      watch(page, (problem) => {
        if (!expectedErrors?.test(problem)) problems.push(problem);
      });
      return new Screen(page);
    });
    for (const page of pages) await page.context().close();
    expect(problems).toEqual([]);
  },

  openScreen: async ({ newScreen }, use) => {
    await use(async (options) => {
      const screen = await newScreen(options);
      await screen.open();
      return screen;
    });
  },
});

/** Reports console errors, uncaught exceptions, and requests to other machines. */
function watch(page: Page, report: (problem: string) => void): void {
  const reportRemote = (url: string) => {
    const { protocol, hostname } = new URL(url);
    if (/^(http|ws)s?:$/.test(protocol) && hostname !== 'localhost') report(`Request to ${url}`);
  };
  page.on('request', (request) => {
    reportRemote(request.url());
  });
  page.on('websocket', (socket) => {
    reportRemote(socket.url());
  });
  page.on('pageerror', (error) => {
    report(`Uncaught: ${error.stack ?? error.message}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') report(`Console: ${message.text()}`);
  });
}
