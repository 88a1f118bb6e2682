/**
 * The page goes on after others have changed its nodes and after it has lost requests: it votes, chats and shows the next
 * movie. `npm run test:nightly` tries every damage and every loss alone.
 */
import { damagePage, damages, openDamaged, type Damage } from './damage';
import { routeLaterScripts } from './later-scripts';
import { losses, loseOnce, type Loss } from './lost-requests';
import type { Screen } from './screen';
import { expect, test } from './test';

const isNightly = process.env.TEST_NIGHTLY === '1';

test.describe.configure({ timeout: isNightly ? 600_000 : 120_000 });

test.describe('a page whose nodes others have changed', () => {
  // React reports that the page differs from what the server rendered, and what an error boundary catches.
  test.use({ expectedErrors: /React error #418|Failed to load resource.*404|were removed from the page/ });

  // Several pages share the rounds that they wait for.
  const most: Damage[] = ['replaceText', 'wrapText', 'wrapElement', 'removeElement'];
  for (const group of isNightly ? damages.map((damage) => [damage]) : [most]) {
    test(`before it starts, and again between rounds, goes on: ${group.join(', ')}`, async ({ newScreen }) => {
      const screens: Screen[] = [];
      for (const damage of group) {
        const screen = await newScreen();
        await openDamaged(screen.page, '/', damage);
        await screen.isLive();
        await damageAgain(screen, damage);
        screens.push(screen);
      }
      for (let round = 0; round < (isNightly ? 5 : 2); round += 1) await Promise.all(screens.map(expectToWork));
    });
  }

  for (const damage of isNightly ? damages : (['wrapText'] as const)) {
    test(`on the stage and on an unknown address goes on: ${damage}`, async ({ newScreen }) => {
      const [stage, unknown] = [await newScreen(), await newScreen()];
      await openDamaged(unknown.page, '/nothing', damage);
      await expect(unknown.page.getByRole('link', { name: 'Go to the live show' })).toBeVisible();
      await openDamaged(stage.page, '/stage', damage);
      await expect(stage.page.locator('[data-connection=live]')).toBeVisible({ timeout: 20_000 });
      await damageAgain(stage, damage);
      await expectNextMovie(stage);
      await expect(stage.page.getByRole('heading', { level: 1 }).last()).not.toBeEmpty();
    });
  }

  test('is whole again in the next round after parts of it were removed', async ({ openScreen }) => {
    const screen = await openScreen();
    for (const removed of ['#vote', '[data-round-id]', 'form', 'main']) {
      await screen.page
        .locator(removed)
        .first()
        .evaluate((element) => element.remove());
    }
    await expectToWork(screen);
  });
});

test.describe('a page that loses requests', () => {
  test.use({
    expectedErrors:
      /net::ERR_|Failed to load resource|ChunkLoadError|Loading (CSS )?chunk|preloaded using link preload|Uncaught: (.*Event)?$/,
  });

  const all = Object.keys(losses) as Loss[];
  for (const kinds of isNightly ? [all, ...all.map((loss) => [loss])] : [all]) {
    test(`${kinds.join(', ')}: each once`, async ({ newScreen }) => {
      const screen = await newScreen();
      const lost = await loseOnce(screen.page, kinds);
      await screen.visit('/');
      await screen.isLive();
      await expectToWork(screen);
      // A page requests the last of them, a public snapshot, some seconds after it is live.
      await expect
        .poll(() => [...new Set([...lost].map((key) => key.split(' ')[0]))].sort(), { timeout: 20_000 })
        .toEqual([...kinds].sort());
    });
  }

  test('because of a new deployment reloads itself once, and says so if that does not help', async ({ newScreen }) => {
    const screen = await newScreen();
    const { page } = screen;
    let visits = 0;
    page.on('request', (request) => {
      if (request.isNavigationRequest()) visits += 1;
    });
    await routeLaterScripts(page, (route) => route.fulfill({ status: 404, body: 'Not Found' }));
    await screen.visit('/');
    await expect.poll(() => visits, { timeout: 20_000 }).toBe(2);
    await expect(page.getByText('This page has been updated. Reload it to chat.')).toBeVisible({ timeout: 20_000 });
    await vote(screen);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.getByRole('button', { name: 'Reload the page' }).click();
    await chat(screen);
  });
});

test.describe('a page that fails', () => {
  test.use({ expectedErrors: /broken by the test/ });

  test('says so and offers a reload, which brings it back', async ({ openScreen }) => {
    const screen = await openScreen();
    await screen.page.evaluate(() => {
      Object.defineProperty(Intl.NumberFormat.prototype, 'format', {
        get() {
          throw new Error('broken by the test');
        },
      });
    });
    await screen.page.keyboard.press('1');
    await expect(screen.page.getByRole('heading', { level: 1 })).toHaveText('Something went wrong', {
      timeout: 20_000,
    });
    await screen.page.getByRole('button', { name: 'Reload the page' }).click();
    await screen.isLive();
  });
});

test('a browser of the oldest supported versions votes, chats and shows the next movie', async ({ newScreen }) => {
  const screen = await newScreen();
  await screen.page.addInitScript(() => {
    const missing: [object, string[]][] = [
      [Promise, ['try']],
      [RegExp, ['escape']],
      [Math, ['f16round', 'sumPrecise']],
      [Error, ['isError']],
      [Map.prototype, ['getOrInsert', 'getOrInsertComputed']],
      [Uint8Array, ['fromBase64', 'fromHex']],
      [Uint8Array.prototype, ['toBase64', 'toHex']],
      [Element.prototype, ['moveBefore', 'setHTML', 'startViewTransition']],
      [Document.prototype, ['startViewTransition']],
      [
        window,
        [
          'Iterator',
          'Temporal',
          'URLPattern',
          'Float16Array',
          'scheduler',
          'navigation',
          'requestIdleCallback',
          'cookieStore',
        ],
      ],
    ];
    for (const [owner, names] of missing) for (const name of names) Reflect.deleteProperty(owner, name);
  });
  await screen.open();
  await expectToWork(screen);
});

test.describe('where WebSockets hang', () => {
  test.skip(!isNightly, 'takes a minute; live/connect.test.ts tests the logic');

  test('the page says so, votes, sends messages and follows the rounds', async ({ newScreen }) => {
    const screen = await newScreen();
    let isHanging = true;
    await screen.page.routeWebSocket(/\/graphql\/realtime/, (socket) => {
      // Otherwise, the socket opens and never receives a message.
      if (!isHanging) socket.connectToServer();
    });
    await screen.visit('/');
    await expect(screen.connection).toContainText('live updates are blocked here', { timeout: 60_000 });
    await expect(screen.chatHint).toContainText('you do not receive any');
    await expectToWork(screen);
    isHanging = false;
    await expect(screen.connection).toHaveText('Live votes', { timeout: 120_000 });
  });
});

/** Removing every element would remove the page itself, which has its own test. */
async function damageAgain({ page }: Screen, damage: Damage): Promise<void> {
  if (damage !== 'removeElement') await damagePage(page, damage);
}

async function expectToWork(screen: Screen): Promise<void> {
  await expectNextMovie(screen);
  await vote(screen);
  await chat(screen);
  await expect(screen.page.getByRole('main')).toHaveCount(1);
}

async function expectNextMovie(screen: Screen): Promise<void> {
  const shown = screen.page.locator('section[data-round-id]');
  const before = (await shown.getAttribute('data-round-id')) ?? '';
  await expect(shown).not.toHaveAttribute('data-round-id', before, { timeout: 40_000 });
}

/** Votes until a vote falls into an open round. */
async function vote(screen: Screen): Promise<void> {
  await expect(async () => {
    await screen.page.keyboard.press('1');
    await expect(screen.page.locator('#vote button[data-own]')).toHaveCount(1, { timeout: 1000 });
  }).toPass({ timeout: 40_000 });
}

/** Sends a message, again if the page says that it did not get through. */
async function chat(screen: Screen): Promise<void> {
  const text = `Still here ${Math.random()}`;
  if (!(await screen.nicknameChip.isVisible())) await screen.nickname.fill('Ann');
  const messages = screen.messages.filter({ hasText: text });
  let sent = 0;
  await expect(async () => {
    if ((await screen.message.inputValue()) !== text) await screen.message.fill(text);
    // Wrapped elements may have moved the button out of the window.
    await screen.message.press('Enter');
    sent += 1;
    // A busy machine may deliver a message after it was sent again.
    await expect(messages).not.toHaveCount(0, { timeout: 3000 });
  }).toPass({ timeout: 40_000 });
  expect(await messages.count()).toBeLessThanOrEqual(sent);
  await screen.message.blur();
}
