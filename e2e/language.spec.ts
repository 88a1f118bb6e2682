/** Everyone reads the house in an own language, and the show is the same. */
import { categories } from '../amplify/show';
import { expect, test } from './test';

test('the page comes in the browser’s language, from right to left where that is how one reads', async ({
  newScreen,
}) => {
  const noor = await newScreen({ locale: 'ar-EG', viewport: { width: 390, height: 844 } });
  await noor.visit('/');
  await expect(noor.page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(noor.page.getByRole('group', { name: 'صوتك' }).getByRole('button')).toHaveCount(categories.length);
  const overflow = await noor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('another language can be chosen without leaving the show, and is kept', async ({ openScreen }) => {
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

test.describe('without a network', () => {
  test.use({ provokes: /net::ERR_INTERNET_DISCONNECTED/ });

  test('the page goes on in its language, and keeps no other for later', async ({ openScreen }) => {
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
