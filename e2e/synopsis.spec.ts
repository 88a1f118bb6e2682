/** The synopsis fits, or a button shows the rest. */
import type { Page } from '@playwright/test';
import { busyShow } from './frozen-show';
import { expect, test } from './frozen-test';
import { longShow, longTitles } from './long-texts';

const laptop = { viewport: { width: 1440, height: 900 } };

test('there is no button for more where the whole synopsis is visible', async ({ look }) => {
  const page = await look({ ...laptop, snapshot: busyShow });
  await expect(page.getByText(/drops a real train from a real bridge/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'More about' })).toBeHidden();
});

test('the button for more is at the end of the last line that is visible', async ({ look }) => {
  const page = await look({ ...laptop, snapshot: longShow(longTitles[0]) });
  const button = page.getByRole('button', { name: 'More about' });
  await expect(button).toBeVisible();
  await expectLabelAtEnd(page);
  // The button is as large as the text, of which its label takes the clicks.
  await button.locator('span').click();
  await expect(page.getByRole('dialog')).toContainText(busyShow.round?.movie.synopsis.slice(0, 60) ?? '');
});

test('the button for more does not cover the start of an English line in an Arabic page', async ({ look }) => {
  const page = await look({ viewport: { width: 390, height: 844 }, locale: 'ar', snapshot: longShow(longTitles[0]) });
  await expect(page.locator('[data-cut] > button')).toBeVisible();
  await expectLabelAtEnd(page);
});

/** Expects the label of the button at the end of the last line of a text from left to right. */
async function expectLabelAtEnd(page: Page): Promise<void> {
  const gap = await page.locator('[data-cut] > button > span').evaluate((label) => {
    const lines = document.querySelector('p > [data-cut]')?.getBoundingClientRect();
    const { bottom, right } = label.getBoundingClientRect();
    return lines && { below: Math.abs(bottom - lines.bottom), beside: Math.abs(right - lines.right) };
  });
  expect(gap?.below).toBeLessThan(4);
  expect(gap?.beside).toBeLessThan(4);
}
