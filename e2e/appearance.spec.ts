/**
 * Compares screenshots of a frozen show with the approved ones. After an intended change, update them with
 * `npx playwright test appearance --update-snapshots`, and look at them before you commit.
 */
import { expect, test } from './frozen-test';

const phone = { viewport: { width: 390, height: 844 } };
const desktop = { viewport: { width: 1440, height: 900 } };
const display = { viewport: { width: 1920, height: 1080 }, path: '/stage?join=https://matinee.example' };

const appearances = {
  'phone-light': { ...phone, colorScheme: 'light' },
  'phone-dark': { ...phone, colorScheme: 'dark' },
  'phone-arabic': { ...phone, colorScheme: 'light', locale: 'ar' },
  'desktop-light': { ...desktop, colorScheme: 'light' },
  'desktop-dark': { ...desktop, colorScheme: 'dark' },
  'desktop-arabic': { ...desktop, colorScheme: 'dark', locale: 'ar' },
  'stage-light': { ...display, colorScheme: 'light' },
  'stage-dark': { ...display, colorScheme: 'dark' },
} as const;

test.skip(process.platform !== 'linux', 'Text rendering differs between systems; these screenshots are from Linux.');

/** Characters that a system font draws: it differs between machines, in its widths too, and may be missing. */
const systemFontText = /[\u0600-\u06ff\u3040-\u30ff\p{Extended_Pictographic}]/u;

for (const [name, options] of Object.entries(appearances)) {
  test(name, async ({ look: openFrozen }) => {
    const page = await openFrozen({ ...options, reducedMotion: 'reduce' });
    // The last message: everything else is already on the page.
    await expect(page.getByText('汽車が大好き').first()).toBeVisible();
    const screenshot = `${name}.png`;
    if ('locale' in options) await expect(page).toHaveScreenshot(screenshot, { maxDiffPixelRatio: 0.04 });
    else
      await expect(page).toHaveScreenshot(screenshot, {
        mask: [
          page.locator('main li').filter({ hasText: systemFontText }),
          page.locator('main').getByText(systemFontText),
        ],
      });
  });
}
