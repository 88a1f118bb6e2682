/** What a browser loads before it can paint a page, and before somebody can use it. */
import type { Browser } from '@playwright/test';

/** An entry of Resource Timing: https://www.w3.org/TR/resource-timing/ */
export interface Resource {
  pathname: string;
  /** The transferred size of the body, in bytes. */
  size: number;
  /** Whether the first paint waits for it. Not known of a document. */
  blocksPaint?: boolean;
}

export interface FirstLoad {
  /** The size of the scripts that the HTML names, in kB (1000 bytes). They load the others. */
  scriptKb: number;
  /** The number of style sheets that the first paint waits for. */
  blockingSheets: number;
}

/** @param html - of the page */
export function firstLoadOf(resources: Resource[], html: string): FirstLoad {
  const named = resources.filter(({ pathname }) => pathname.endsWith('.js') && html.includes(pathname));
  return {
    scriptKb: named.reduce((sum, { size }) => sum + size, 0) / 1000,
    blockingSheets: resources.filter(({ pathname, blocksPaint }) => pathname.endsWith('.css') && blocksPaint).length,
  };
}

/** Loads a page and returns what it has loaded when the browser reports that it is complete. */
export async function measureFirstLoad(browser: Browser, url: string): Promise<FirstLoad> {
  const page = await browser.newPage();
  const response = await page.goto(url);
  const html = (await response?.text()) ?? '';
  const resources = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => {
      // TypeScript's DOM does not know `renderBlockingStatus` yet.
      const { name, encodedBodySize, renderBlockingStatus } = entry as PerformanceResourceTiming & {
        renderBlockingStatus: string;
      };
      return {
        pathname: new URL(name).pathname,
        size: encodedBodySize,
        blocksPaint: renderBlockingStatus === 'blocking',
      };
    }),
  );
  await page.close();
  return firstLoadOf(resources, html);
}
