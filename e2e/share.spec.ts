/** How the show gets around: by a link, as a picture, on the home screen, by its title. */
import { en } from '../languages/en';
import { es } from '../languages/es';
import { expect, test } from './test';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test('the link is copied where there is no sheet to share with', async ({ openScreen, baseURL }) => {
  const ann = await openScreen({ permissions: ['clipboard-read', 'clipboard-write'] });
  const button = ann.page.getByRole('button', { name: en.share.share });
  const box = await button.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  await button.click();
  await expect(ann.page.getByText(en.share.copied)).toBeVisible();
  expect(await ann.page.evaluate(() => navigator.clipboard.readText())).toBe(`${baseURL}/`);
  await expect(ann.page.getByText(en.share.copied)).toBeHidden();
});

test('the link is there to be copied by hand where there is no clipboard', async ({ newScreen, baseURL }) => {
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

test('the device’s own sheet is asked first', async ({ newScreen, baseURL }) => {
  const ann = await newScreen({ locale: 'es' });
  await ann.page.addInitScript(() => {
    const shared = window as unknown as { shared: ShareData | undefined };
    Object.defineProperty(navigator, 'canShare', { value: () => true });
    Object.defineProperty(navigator, 'share', { value: async (data: ShareData) => void (shared.shared = data) });
  });
  await ann.visit('/');
  await expect(ann.connection).toHaveText(es.connection.live);
  await ann.page.getByRole('button', { name: es.share.share }).click();
  const shared = await ann.page.evaluate(() => (window as unknown as { shared: ShareData | undefined }).shared);
  expect(shared).toEqual({ title: 'Matinee', text: es.page.description, url: `${baseURL}/` });
});

test('the page is titled after the film that is on', async ({ openScreen }) => {
  const ann = await openScreen();
  for (let round = 0; round < 2; round += 1) {
    await ann.nextRound();
    await expect(ann.page).toHaveTitle(`${await ann.title.textContent()} · Matinee`);
  }
});

test('a link that leads nowhere leads back to the film that is on', async ({ page }) => {
  const answer = await page.goto('/nowhere');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: en.page.notFound })).toBeVisible();
  await page.getByRole('link', { name: en.page.toTheShow }).click();
  await expect(page.locator('[data-round-id]').first()).toBeVisible();
});

test('the app can be installed: the manifest is complete, and its icons are what it says', async ({
  page,
  request,
}) => {
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

test('a link to it carries a picture, at the address that the visitor used', async ({ request, baseURL }) => {
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

test('on a phone, a tap on the synopsis opens the whole of it, and the votes keep their place', async ({
  openScreen,
}) => {
  const ann = await openScreen(phone);
  await ann.nextRound();
  const film = (await ann.title.textContent()) ?? '';
  const before = await ann.voteButton('love').boundingBox();
  const more = ann.page.getByRole('button', { name: `More about ${film}` });
  await more.tap();
  const sheet = ann.page.getByRole('dialog', { name: film });
  await expect(sheet).toBeVisible();
  await expect(sheet).toContainText('Now showing');
  expect((await sheet.innerText()).length).toBeGreaterThan(film.length + 80);
  await expect(sheet.getByRole('button', { name: 'Close' })).toBeFocused();

  // Who reads slowly is not interrupted, but told; and no key votes for a film that one does not see.
  await ann.page.waitForFunction((title) => document.querySelector('h1')?.textContent !== title, film, {
    timeout: 20_000,
  });
  await expect(sheet).toContainText('Just shown');
  await ann.page.keyboard.press('1');
  await ann.page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(ann.page.getByRole('button', { name: /^More about/ })).toBeFocused();
  await expect(ann.count('love')).toHaveText('0');
  expect(await ann.voteButton('love').boundingBox()).toEqual(before);
});
