/** Sharing: link, preview image, home screen and title. */
import { en } from '../languages/en';
import { es } from '../languages/es';
import { expect, test } from './test';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test('copies the link if the device has no share sheet', async ({ openScreen, baseURL }) => {
  const ann = await openScreen({ permissions: ['clipboard-read', 'clipboard-write'] });
  const button = ann.page.getByRole('button', { name: en.share.share });
  const box = await button.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  await button.click();
  await expect(ann.page.getByText(en.share.copied)).toBeVisible();
  expect(await ann.page.evaluate(() => navigator.clipboard.readText())).toBe(`${baseURL}/`);
  await expect(ann.page.getByText(en.share.copied)).toBeHidden();
});

test('shows the link for copying by hand if there is no clipboard', async ({ newScreen, baseURL }) => {
  const ann = await newScreen();
  await ann.page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await ann.open();
  await ann.page.getByRole('button', { name: en.share.share }).click();
  const link = ann.page.getByRole('textbox', { name: en.share.copyByHand });
  await expect(link).toBeFocused();
  expect(await ann.page.evaluate(() => getSelection()?.toString())).toBe(`${baseURL}/`);
  await ann.message.focus();
  await expect(link).toBeHidden();
});

test('prefers the device’s share sheet', async ({ newScreen, baseURL }) => {
  const ann = await newScreen({ locale: 'es' });
  await ann.page.addInitScript(() => {
    const share = (data: ShareData) => {
      document.documentElement.dataset['shared'] = JSON.stringify(data);
      return Promise.resolve();
    };
    Object.defineProperty(navigator, 'canShare', { value: () => true });
    Object.defineProperty(navigator, 'share', { value: share });
  });
  await ann.visit('/');
  await expect(ann.connection).toHaveText(es.connection.live);
  await ann.page.getByRole('button', { name: es.share.share }).click();
  const shared = await ann.page.evaluate(() => document.documentElement.dataset['shared'] ?? '');
  expect(JSON.parse(shared)).toEqual({ title: 'Matinee', text: es.page.description, url: `${baseURL}/` });
});

test('names the current movie in the page title', async ({ openScreen }) => {
  const ann = await openScreen();
  for (let round = 0; round < 2; round += 1) {
    await ann.nextRound();
    await expect(ann.page).toHaveTitle(`${await ann.title.textContent()} · Matinee`);
  }
});

test('links from an unknown address to the current movie', async ({ page }) => {
  const answer = await page.goto('/nowhere');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: en.page.notFound })).toBeVisible();
  await page.getByRole('link', { name: en.page.toTheShow }).click();
  await expect(page.locator('[data-round-id]').first()).toBeVisible();
});

test('has a complete manifest, whose icons have the stated type and size', async ({ page, request }) => {
  await page.goto('/');
  const href = (await page.locator('link[rel="manifest"]').getAttribute('href')) ?? '';
  const manifest = (await (await request.get(href)).json()) as {
    icons: { src: string; sizes: string; type: string; purpose?: string }[];
  };
  expect(manifest).toMatchObject({
    id: '/',
    name: 'Matinee',
    short_name: 'Matinee',
    start_url: '/',
    display: 'standalone',
  });
  expect(manifest.icons.map(({ sizes, purpose }) => [sizes, purpose])).toEqual([
    ['any', undefined],
    ['192x192', undefined],
    ['512x512', undefined],
    ['512x512', 'maskable'],
  ]);
  const touchIcon = (await page.locator('link[rel="apple-touch-icon"]').getAttribute('href')) ?? '';
  for (const { src, sizes, type } of [...manifest.icons, { src: touchIcon, sizes: '180x180', type: 'image/png' }]) {
    expect((await request.get(src)).headers()['content-type'], src).toContain(type);
    const size = await page.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    if (sizes !== 'any') expect(size, src).toBe(sizes);
  }
});

test('has a preview image at the address that the visitor used', async ({ request, baseURL }) => {
  const content = (page: string, property: string) =>
    new RegExp(`<meta (?:property|name)="${property}" content="([^"]*)"`).exec(page)?.[1];
  const page = await (await request.get('/')).text();
  const picture = content(page, 'og:image') ?? '';
  expect(picture).toMatch(new RegExp(`^${baseURL}/opengraph-image`));
  expect([content(page, 'og:image:width'), content(page, 'og:image:height')]).toEqual(['1200', '630']);
  expect(content(page, 'twitter:card')).toBe('summary_large_image');
  const body = await (await request.get(picture)).body();
  expect(body.byteLength).toBeLessThan(150_000);

  const proxied = await request.get('/', {
    headers: { 'x-forwarded-host': 'matinee.example', 'x-forwarded-proto': 'https' },
  });
  expect(content(await proxied.text(), 'og:image')).toMatch(/^https:\/\/matinee\.example\/opengraph-image/);
});

test('opens the full synopsis on a phone without moving the vote buttons', async ({ openScreen }) => {
  const ann = await openScreen(phone);
  await ann.nextRound();
  const movie = (await ann.title.textContent()) ?? '';
  const before = await ann.voteButton('love').boundingBox();
  const more = ann.page.getByRole('button', { name: `More about ${movie}` });
  await more.tap();
  const sheet = ann.page.getByRole('dialog', { name: movie });
  await expect(sheet).toBeVisible();
  await expect(sheet).toContainText('Now showing');
  expect((await sheet.innerText()).length).toBeGreaterThan(movie.length + 80);
  await expect(sheet.getByRole('button', { name: 'Close' })).toBeFocused();

  // A new round does not close the sheet, but labels it; keys do not vote while the sheet covers the movie.
  await ann.page.waitForFunction((title) => document.querySelector('h1')?.textContent !== title, movie, {
    timeout: 20_000,
  });
  await expect(sheet).toContainText('Recent movies');
  await ann.page.keyboard.press('1');
  await ann.page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(ann.page.getByRole('button', { name: /^More about/ })).toBeFocused();
  await expect(ann.count('love')).toHaveText('0');
  expect(await ann.voteButton('love').boundingBox()).toEqual(before);
});
