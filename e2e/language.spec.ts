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

for (const [locale, format] of [
  ['en-US', /^[A-Z][a-z]+ \d{1,2}, \d{4}$/],
  ['en-GB', /^\d{1,2} [A-Z][a-z]+ \d{4}$/],
] as const) {
  test(`writes dates as in the browser’s region: ${locale}`, async ({ newScreen }) => {
    const screen = await newScreen({ locale });
    // The test fails if the server's text differs from the browser's: React reports that in the console.
    await screen.open();
    await expect(screen.nowPlaying.getByRole('time').last()).toHaveText(format);
  });
}

test('changes the language without interrupting the show, and keeps it', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nickname.fill('Ann');
  await ann.say('Hello');
  await expect(ann.messages).toHaveText([/Hello/]);

  await ann.page.getByLabel('Language').selectOption('ja');
  await expect(ann.page.getByRole('heading', { name: 'チャット' })).toBeVisible();
  await expect(ann.messages).toHaveText([/Hello/]);
  await expect(ann.page.locator('html')).toHaveAttribute('lang', 'ja');

  await ann.page.reload();
  await expect(ann.page.getByRole('heading', { name: 'チャット' })).toBeVisible();
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
