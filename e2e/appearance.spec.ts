/**
 * What a designer approved, in a show that stands still: one picture for each way in which people look at it. After a
 * change that is meant, `npx playwright test appearance --update-snapshots` draws them anew; look at them before you commit.
 */
import { expect, test } from './frozen-test';

const phone = { viewport: { width: 390, height: 844 } };
const desktop = { viewport: { width: 1440, height: 900 } };
const wall = { viewport: { width: 1920, height: 1080 }, path: '/stage?join=https://matinee.example' };

const looks = {
  'phone-light': { ...phone, colorScheme: 'light' },
  'phone-dark': { ...phone, colorScheme: 'dark' },
  'phone-arabic': { ...phone, colorScheme: 'light', locale: 'ar' },
  'desktop-light': { ...desktop, colorScheme: 'light' },
  'desktop-dark': { ...desktop, colorScheme: 'dark' },
  'desktop-arabic': { ...desktop, colorScheme: 'dark', locale: 'ar' },
  'stage-light': { ...wall, colorScheme: 'light' },
  'stage-dark': { ...wall, colorScheme: 'dark' },
} as const;

test.skip(process.platform !== 'linux', 'Every system draws letters in its own way; these pictures are of Linux.');

/** In characters that are in a font of the system, which may be any or none: of any width, too. */
const foreign = /[\u0600-\u06ff\u3040-\u30ff\p{Extended_Pictographic}]/u;

for (const [name, look] of Object.entries(looks)) {
  test(name, async ({ look: open }) => {
    const page = await open({ ...look, reducedMotion: 'reduce' });
    // The last thing to come: everything before it is on the page too.
    await expect(page.getByText('汽車が大好き').first()).toBeVisible();
    const picture = `${name}.png`;
    if ('locale' in look) await expect(page).toHaveScreenshot(picture, { maxDiffPixelRatio: 0.04 });
    else
      await expect(page).toHaveScreenshot(picture, {
        mask: [page.locator('main li').filter({ hasText: foreign }), page.locator('main').getByText(foreign)],
      });
  });
}
