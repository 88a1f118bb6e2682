/** Viewers see the same show, each in their own language. */
import { categories } from '../amplify/show';
import { expect, test } from './test';

test('uses the browser’s language and its direction', async ({ newScreen }) => {
  const noor = await newScreen({ locale: 'ar-EG', viewport: { width: 390, height: 844 } });
  await noor.visit('/');
  await expect(noor.page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(noor.page.getByRole('group', { name: 'صوتك' }).getByRole('button')).toHaveCount(categories.length);
  const overflow = await noor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('changes the language without interrupting the show, and keeps it', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nickname.fill('Ann');
  await ann.say('Hello');
  await expect(ann.messages).toHaveText([/Hello/]);

  await ann.page.getByLabel('Language').selectOption('ja');
  await expect(ann.page.getByRole('heading', { name: 'ロビー' })).toBeVisible();
  await expect(ann.messages).toHaveText([/Hello/]);
  await expect(ann.page.locator('html')).toHaveAttribute('lang', 'ja');

  await ann.page.reload();
  await expect(ann.page.getByRole('heading', { name: 'ロビー' })).toBeVisible();
});

test.describe('offline', () => {
  test.use({ expectedErrors: /net::ERR_INTERNET_DISCONNECTED/ });

  test('stays in its language if another one cannot be loaded', async ({ openScreen }) => {
    const ann = await openScreen();
    await ann.page.context().setOffline(true);
    await expect(ann.connection).toContainText('Offline');
    await ann.page.getByLabel('Language').selectOption('ja');
    await expect(ann.page.getByLabel('Language')).toHaveValue('en');
    await ann.page.context().setOffline(false);
    await ann.reload();
    await expect(ann.page.locator('html')).toHaveAttribute('lang', 'en');
  });
});
