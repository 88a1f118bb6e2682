/** The page `/stage` before the first movie, without a backend and while the show is paused. */
import { newShow, pausedShow } from './frozen-show';
import { expect, test } from './frozen-test';

const display = { viewport: { width: 1920, height: 1080 } };
const path = '/stage?join=https://matinee.example';

test('before the first movie, it says what this is and shows a large code to join', async ({ look }) => {
  const page = await look({ ...display, path, snapshot: newShow });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A new movie every 10 seconds');
  await expect(page.getByRole('main').getByRole('status')).toHaveText('Starting soon');
  const code = await page.getByRole('img', { name: 'QR code for https://matinee.example/' }).boundingBox();
  expect(code?.width).toBeGreaterThan(1080 / 2);
  const address = page.getByText('matinee.example', { exact: true });
  const size = await address.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  expect(size, 'readable from the back of the room').toBeGreaterThan(1080 / 30);
});

test('without a backend, it says that it is connecting', async ({ look }) => {
  const page = await look({ ...display, path, snapshot: null, isLive: false });
  await expect(page.getByRole('main').getByRole('status')).toHaveText('Connecting…');
});

test('while the show is paused, it says so instead of the counters', async ({ look }) => {
  const page = await look({ ...display, path, snapshot: pausedShow });
  await expect(page.locator('#vote').getByText('Paused', { exact: true })).toBeVisible();
  await expect(page.getByText('The show is paused. The next movie starts here by itself.')).toBeVisible();
  await expect(page.getByText('1926', { exact: true })).toBeVisible();
  await expect(page.getByTestId('count-love')).toBeHidden();
});

test('what one types to start it stays on one line, in every language', async ({ look }) => {
  for (const locale of ['en', 'es', 'ja', 'ar']) {
    const page = await look({ viewport: { width: 1080, height: 1920 }, locale, path: '/stage', snapshot: newShow });
    for (const typed of ['--host 0.0.0.0', '?join=https://…']) {
      const way = page.getByRole('note').getByText(typed, { exact: true });
      expect(await way.evaluate((element) => element.getClientRects().length), `${locale}: ${typed}`).toBe(1);
    }
  }
});

test('a portrait window has no large empty room beside the poster', async ({ look }) => {
  const page = await look({ viewport: { width: 1080, height: 1920 }, path });
  const year = await page.getByText('1926', { exact: true }).boundingBox();
  const timer = await page.getByRole('timer').boundingBox();
  if (!year || !timer) throw new Error('The year or the countdown is not shown.');
  expect(timer.y - year.y - year.height).toBeLessThan(1920 / 10);
});

test('an address that phones cannot open comes with a warning and the way out', async ({ look }) => {
  for (const snapshot of [newShow, undefined]) {
    const page = await look({ ...display, path: '/stage', ...(snapshot && { snapshot }) });
    await expect(page.getByRole('note')).toContainText('Only this computer can open this address.');
    await expect(page.getByRole('note')).toContainText(/--host 0\.0\.0\.0.*\?join=https/);
  }
  await expect((await look({ ...display, path })).getByRole('note')).toBeHidden();
});
