/** The scripts that a page loads after those that its HTML names. */
import type { Page, Route } from '@playwright/test';

/** Answers requests for them in another way than the server. Those of the HTML go to the server. */
export async function routeLaterScripts(page: Page, answer: (route: Route) => Promise<void>): Promise<void> {
  let html: Promise<string> = Promise.resolve('');
  page.on('response', (response) => {
    if (response.request().isNavigationRequest()) html = response.text();
  });
  await page.route(/\/_next\/static\/chunks\/.*\.js/, async (route) => {
    await page.waitForLoadState('domcontentloaded');
    if ((await html).includes(new URL(route.request().url()).pathname)) await route.continue();
    else await answer(route);
  });
}
