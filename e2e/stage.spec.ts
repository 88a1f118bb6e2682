/** The page `/stage`: for a projector or a large display in a room. */
import { correction, generate } from 'lean-qr/nano';
import { toSvgPath } from 'lean-qr/extras/svg';
import type { Page } from '@playwright/test';
import { withinRound, type Screen } from './screen';
import { setRecord } from './set-record';
import { expect, test, usualMedia } from './test';

const display = { viewport: { width: 1920, height: 1080 } };

async function openStage(
  newScreen: (options?: object) => Promise<Screen>,
  path = '/stage',
  options: object = display,
): Promise<Screen> {
  const screen = await newScreen(options);
  await screen.open(path);
  return screen;
}

test('shows the movie of every other screen, its votes and the chat', async ({ newScreen, openScreen }) => {
  const [stage, ann] = [await openStage(newScreen), await openScreen()];
  await withinRound([ann], async (roundId) => {
    await ann.vote('love', 3);
    await ann.vote('hate');
    await expect(stage.nowPlaying).toHaveAttribute('data-round-id', roundId);
    await expect(stage.count('love')).toHaveText('3');
    await expect(stage.count('hate')).toHaveText('1');
    await expect(stage.tally).toHaveText('4 votes from 1 person');
    await expect(stage.title).toHaveText((await ann.title.textContent()) ?? '');
  });

  await ann.nickname.fill('Ann');
  await ann.say('Look at that poster');
  await expect(stage.messages).toHaveText([/Ann.*Look at that poster/]);
});

test('keeps showing records and recent rounds', async ({ newScreen, openScreen }) => {
  const stage = await openStage(newScreen);
  const { roundId } = await setRecord({ category: 'unknown', screens: [stage], voters: [], openScreen });
  const { title } = await stage.endOf(roundId);
  await expect(stage.record('unknown')).toContainText(title);
  await expect(stage.page.getByRole('region', { name: 'Recent movies' }).getByRole('listitem').first()).toContainText(
    title,
  );
});

test('shows a QR code for this app', async ({ newScreen, baseURL }) => {
  const { page } = await openStage(newScreen);
  const code = page.getByRole('img', { name: `QR code for ${baseURL}/` });
  await expect(code.locator('path')).toHaveAttribute('d', pathOf(`${baseURL}/`));
  await expect(page.getByText(new URL(baseURL ?? '').host, { exact: true })).toBeVisible();
});

test('shows a QR code for another address on request, if it is a web address', async ({ newScreen, baseURL }) => {
  const elsewhere = 'https://matinee.example/tonight';
  const { page } = await openStage(newScreen, `/stage?join=${encodeURIComponent(elsewhere)}`);
  await expect(codeOn(page)).toHaveAttribute('d', pathOf(elsewhere));
  // An eighth of the display's width: a code can be read from about eight times its width.
  const code = page.getByRole('img', { name: /^QR code/ });
  expect((await code.boundingBox())?.width).toBeGreaterThan(1920 / 8);
  await expect(page.getByText('matinee.example/tonight', { exact: true })).toBeVisible();
  await page.goto(`/stage?join=${encodeURIComponent('javascript:alert(1)')}`);
  await expect(codeOn(page)).toHaveAttribute('d', pathOf(`${baseURL}/`));
});

const codeOn = (page: Page) => page.getByRole('img', { name: /^QR code/ }).locator('path');

function pathOf(address: string): string {
  return toSvgPath(generate(address, { minCorrectionLevel: correction.M }));
}

test('fills displays of every size without scroll bars', async ({ newScreen }) => {
  const { page } = await openStage(newScreen, '/stage', { ...display, ...usualMedia });
  for (const [width, height] of [
    [1920, 1080],
    [3840, 2160],
    [1280, 720],
    [1080, 1920],
    [820, 1180],
    [1024, 768],
  ] as const) {
    await page.setViewportSize({ width, height });
    const size = `${width} × ${height}`;
    const overhang = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return [scrollWidth - innerWidth, scrollHeight - innerHeight];
    });
    expect(overhang, size).toEqual([0, 0]);
    // The parts move for a moment after a change of size.
    await expect.poll(() => outOfView(page), size).toEqual([]);
    await expect.poll(() => overlaps(page), size).toEqual([]);
  }
});

/** Parts that are not completely in view. It waits for no frame: a display of this size is drawn slowly without a GPU. */
async function outOfView(page: Page): Promise<string[]> {
  const locators = [page.getByRole('timer'), page.locator('#vote'), page.getByTestId('leader-hate'), codeOn(page)];
  const parts = await Promise.all(locators.map((part) => part.elementHandle()));
  return page.evaluate((parts) => {
    const isIn = (part: DOMRect, { left, top, right, bottom }: Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>) =>
      part.left >= left - 1 && part.top >= top - 1 && part.right <= right + 1 && part.bottom <= bottom + 1;
    const isInView = (part: Element) => {
      const box = part.getBoundingClientRect();
      for (let parent = part.parentElement; parent; parent = parent.parentElement) {
        const isClipping = getComputedStyle(parent).overflow !== 'visible';
        if (isClipping && !isIn(box, parent.getBoundingClientRect())) return false;
      }
      return isIn(box, { left: 0, top: 0, right: innerWidth, bottom: innerHeight });
    };
    return parts.filter((part) => !isInView(part)).map((part) => part.outerHTML.slice(0, 80));
  }, parts);
}

/** Pairs of parts that overlap. A movie that leaves lies over the next one while it fades out. */
async function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parts = Array.from(
      document.querySelectorAll(
        'header, main h1, #vote, main section section, main > section:not([data-round-id]), main > div',
      ),
    ).filter((part) => !part.closest('[data-leaving]'));
    const boxes = parts.map((part) => ({
      name: part.tagName + (part.id || part.textContent.slice(0, 20)),
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

test('keeps the screen awake, also after it was hidden, and hides an idle cursor', async ({ newScreen }) => {
  const stage = await newScreen(display);
  await stage.page.addInitScript(() => {
    let locks = 0;
    const request = () => {
      document.documentElement.dataset['locks'] = String((locks += 1));
      return Promise.resolve({ release: () => Promise.resolve() });
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
  });
  await stage.open('/stage');
  const locks = () => stage.page.evaluate(() => Number(document.documentElement.dataset['locks']));
  await expect.poll(locks).toBe(1);
  await stage.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect.poll(locks).toBe(2);

  const cursor = () =>
    stage.page.evaluate(() => getComputedStyle(document.elementFromPoint(600, 400) ?? document.body).cursor);
  await expect.poll(cursor).toBe('none');
  await stage.page.mouse.move(500, 300);
  expect(await cursor()).not.toBe('none');
});

test('the first paint shows the movie, without JavaScript', async ({ newScreen }) => {
  const reader = await newScreen({ ...display, javaScriptEnabled: false });
  await reader.page.goto('/stage');
  await expect(reader.nowPlaying).toHaveAttribute('data-round-id', /^\d+$/);
  await expect(reader.title).not.toBeEmpty();
  // It does not connect, so it does not say so.
  await expect(reader.connection).toBeHidden();
  await expect(reader.page).toHaveTitle(`${await reader.title.textContent()} · Matinee`);
});
