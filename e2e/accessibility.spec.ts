/** axe finds no violation in any state of the pages, light and dark: https://www.w3.org/TR/WCAG22/ */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './frozen-test';
import { largeShow, newShow, pausedShow } from './frozen-show';

const phone = { viewport: { width: 390, height: 844 } };
const desktop = { viewport: { width: 1440, height: 900 } };

const live = (page: Page) => expect(page.getByRole('banner').getByRole('status')).toHaveText('Live votes');

const states: [
  string,
  Parameters<Parameters<Parameters<typeof test>[2]>[0]['look']>[0],
  ((page: Page) => Promise<void>)?,
][] = [
  ['a busy show on a phone', phone, live],
  ['a busy show on a desktop', desktop, live],
  ['the records on a phone', phone, async (page) => page.getByRole('button', { name: 'Records' }).click()],
  ['the recent rounds on a phone', phone, async (page) => page.getByRole('button', { name: 'Recent movies' }).click()],
  [
    'own votes',
    phone,
    async (page) => {
      await live(page);
      await page.keyboard.press('1');
      await expect(page.getByTestId('count-love')).toHaveText('129');
    },
  ],
  [
    'an unfinished message',
    desktop,
    async (page) => page.getByRole('textbox', { name: 'Message' }).fill('a'.repeat(270)),
  ],
  ['connecting', { ...phone, isLive: false }],
  [
    'offline',
    desktop,
    async (page) => {
      await live(page);
      await page.context().setOffline(true);
      await expect(page.getByRole('banner').getByRole('status')).toContainText('Offline');
    },
  ],
  [
    'several chat rooms on a phone',
    { ...phone, snapshot: largeShow },
    async (page) => expect(page.getByText(/^Room \d+ of 64$/)).toBeVisible(),
  ],
  [
    'several chat rooms on the stage',
    { ...desktop, path: '/stage', snapshot: largeShow },
    async (page) => expect(page.getByText('Room 1 of 64')).toBeVisible(),
  ],
  ['a show that is paused', { ...desktop, snapshot: pausedShow }],
  ['a show that has not started', { ...phone, snapshot: newShow }],
  ['a backend that does not answer', { ...desktop, snapshot: null, isLive: false }],
  [
    'missing posters',
    desktop,
    async (page) => {
      await page.route('**/posters/**', (route) => route.abort());
      await page.reload();
      await live(page);
    },
  ],
  ['the stage', { ...desktop, path: '/stage' }],
  [
    'the synopsis, opened',
    phone,
    async (page) => {
      await page.getByRole('button', { name: 'More' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  ],
  ['Arabic', { ...phone, locale: 'ar' }],
  ['Japanese', { ...desktop, locale: 'ja' }],
  [
    'text at twice its size',
    phone,
    async (page) => page.evaluate(() => void (document.documentElement.style.fontSize = '200%')),
  ],
];

for (const [state, options, arrive] of states) {
  test(state, async ({ look }) => {
    const page = await look({ ...options, reducedMotion: 'reduce' });
    await arrive?.(page);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await violationsOf(new AxeBuilder({ page }))).toEqual([]);
    // Only colors depend on the scheme.
    await page.emulateMedia({ colorScheme: 'dark' });
    const colors = new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']);
    expect(await violationsOf(colors), 'dark').toEqual([]);
  });
}

test('all text has a contrast of 7:1 if the viewer prefers more contrast', async ({ look }) => {
  for (const options of [phone, { ...desktop, locale: 'es' }, { ...desktop, path: '/stage' }]) {
    const page = await look({ ...options, reducedMotion: 'reduce', contrast: 'more' });
    await expect(page.getByText('Jules').first()).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violationsOf(new AxeBuilder({ page }).withRules('color-contrast-enhanced')), colorScheme).toEqual(
        [],
      );
    }
  }
});

async function violationsOf(axe: AxeBuilder): Promise<string[]> {
  // The pages have no frames. For those, another mode would open a page for each analysis.
  const { violations } = await axe.setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${String(target)}: ${failureSummary}`),
  );
}
