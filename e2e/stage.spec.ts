/** The first screen: on a wall, for a room. */
import { correction, generate } from 'lean-qr/nano';
import { toSvgPath } from 'lean-qr/extras/svg';
import type { Page } from '@playwright/test';
import type { Screen } from './screen';
import { expect, test } from './test';

const wall = { viewport: { width: 1920, height: 1080 } };

async function openWall(
  newScreen: (options?: object) => Promise<Screen>,
  path = '/stage',
  options: object = wall,
): Promise<Screen> {
  const screen = await newScreen(options);
  await screen.open(path);
  return screen;
}

test('the wall shows the film of every other screen, its votes and the talk', async ({ newScreen, openScreen }) => {
  const [room, ann] = [await openWall(newScreen), await openScreen()];
  const roundId = await ann.nextRound();
  await ann.vote('love', 3);
  await ann.vote('hate');
  await expect(room.stage).toHaveAttribute('data-round-id', roundId);
  await expect(room.count('love')).toHaveText('3');
  await expect(room.count('hate')).toHaveText('1');
  await expect(room.tally).toHaveText('4 votes from 1 seat');
  await expect(room.title).toHaveText((await ann.title.textContent()) ?? '');

  await ann.nickname.fill('Ann');
  await ann.say('Look at that poster');
  await expect(room.messages).toHaveText([/Ann.*Look at that poster/]);
});

test('what is over stays on the wall: records, and the rounds just shown', async ({ newScreen, openScreen }) => {
  const [room, ann] = [await openWall(newScreen), await openScreen()];
  const roundId = await ann.nextRound();
  const [held = '0'] = /\d+(?= votes?$)/.exec(await room.record('meh').innerText()) ?? [];
  await ann.vote('meh', Number(held) + 1);
  const { title } = await room.endOf(roundId);
  await expect(room.record('meh')).toContainText(title);
  await expect(room.record('meh')).toHaveAttribute('data-new', 'true');
  await expect(room.page.getByRole('region', { name: 'Just shown' }).getByRole('listitem').first()).toContainText(
    title,
  );
});

test('its code leads to this app, in modules large enough for the back rows', async ({ newScreen, baseURL }) => {
  const { page } = await openWall(newScreen);
  const code = page.getByRole('img', { name: `QR code for ${baseURL}/` });
  await expect(code.locator('path')).toHaveAttribute('d', pathOf(`${baseURL}/`));
  // As wide as an eighth of the wall: readable from eight times as far as it is wide.
  expect((await code.boundingBox())?.width).toBeGreaterThan(1920 / 8);
  await expect(page.getByText(new URL(baseURL ?? '').host, { exact: true })).toBeVisible();
});

test('its code leads elsewhere on request, but nowhere that is no web address', async ({ newScreen, baseURL }) => {
  const elsewhere = 'https://matinee.example/tonight';
  const { page } = await openWall(newScreen, `/stage?join=${encodeURIComponent(elsewhere)}`);
  await expect(codeOn(page)).toHaveAttribute('d', pathOf(elsewhere));
  await expect(page.getByText('matinee.example/tonight', { exact: true })).toBeVisible();
  await page.goto(`/stage?join=${encodeURIComponent('javascript:alert(1)')}`);
  await expect(codeOn(page)).toHaveAttribute('d', pathOf(`${baseURL}/`));
});

const codeOn = (page: Page) => page.getByRole('img', { name: /^QR code/ }).locator('path');

function pathOf(address: string): string {
  return toSvgPath(generate(address, { minCorrectionLevel: correction.M }));
}

test('it fills walls of every size, without scroll bars', async ({ newScreen }) => {
  const room = await openWall(newScreen);
  const { page } = room;
  await room.nextRound();
  for (const [width, height] of [
    [1920, 1080],
    [3840, 2160],
    [1280, 720],
    [1080, 1920],
    [1024, 768],
  ] as const) {
    await page.setViewportSize({ width, height });
    const size = `${width} × ${height}`;
    const overhang = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return [scrollWidth - innerWidth, scrollHeight - innerHeight];
    });
    expect(overhang, size).toEqual([0, 0]);
    for (const part of [
      page.getByRole('timer'),
      page.locator('#vote'),
      page.getByTestId('leader-hate'),
      codeOn(page),
    ]) {
      await expect(part, size).toBeInViewport({ ratio: 1 });
    }
    expect(await overlaps(page), size).toEqual([]);
  }
});

/** Which parts of the wall stand over each other. */
async function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parts = Array.from(
      document.querySelectorAll(
        'header, main h1, #vote, main section section, main > section:not([data-round-id]), main > div',
      ),
    );
    const boxes = parts.map((part) => ({
      name: part.tagName + (part.id || part.textContent?.slice(0, 20)),
      box: part.getBoundingClientRect(),
    }));
    return boxes.flatMap(({ name, box }, index) =>
      boxes
        .slice(index + 1)
        .filter(({ box: other }) => {
          const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
          const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
          return across > 1 && down > 1;
        })
        .map((other) => `${name} and ${other.name}`),
    );
  });
}

test('it keeps the screen awake, also after it was hidden, and hides the resting cursor', async ({ newScreen }) => {
  const room = await newScreen(wall);
  await room.page.addInitScript(() => {
    const counter = window as unknown as { locks: number };
    counter.locks = 0;
    const wakeLock = { request: async () => ((counter.locks += 1), { release: async () => undefined }) };
    Object.defineProperty(navigator, 'wakeLock', { value: wakeLock });
  });
  await room.open('/stage');
  const locks = () => room.page.evaluate(() => (window as unknown as { locks: number }).locks);
  await expect.poll(locks).toBe(1);
  await room.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect.poll(locks).toBe(2);

  const cursor = () =>
    room.page.evaluate(() => getComputedStyle(document.elementFromPoint(600, 400) ?? document.body).cursor);
  await expect.poll(cursor).toBe('none');
  await room.page.mouse.move(500, 300);
  expect(await cursor()).not.toBe('none');
});

test('the first paint already shows the film, without any JavaScript', async ({ newScreen }) => {
  const reader = await newScreen({ ...wall, javaScriptEnabled: false });
  await reader.page.goto('/stage');
  await expect(reader.stage).toHaveAttribute('data-round-id', /^\d+$/);
  await expect(reader.title).not.toBeEmpty();
  await expect(reader.page).toHaveTitle(`${await reader.title.textContent()} · Matinee`);
});
