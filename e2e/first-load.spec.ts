/** What a page loads before it can be used stays small, and nobody has to wait for the rest. */
import { gzipSync } from 'node:zlib';
import { noVotes } from '../amplify/show';
import { routeLaterScripts } from './later-scripts';
import { withinRound } from './screen';
import { expect, test, usualMedia } from './test';

const maxScriptKb = 140;
/** Compressed at once: a server that sends a page in parts needs up to 2 kB more, the more the busier it is. */
const maxHtmlKb = 15;
/** What a server sends before it waits for the browser is 14 kB. */
const maxCssKb = 14;

test('stays within its budget before one can vote', async ({ newScreen }) => {
  const { page } = await newScreen(usualMedia);
  const answers: { pathname: string; size: Promise<number> }[] = [];
  page.on('requestfinished', (request) => {
    const size = request.sizes().then(({ responseBodySize }) => responseBodySize);
    answers.push({ pathname: new URL(request.url()).pathname, size });
  });
  const response = await page.goto('/');
  const html = (await response?.text()) ?? '';
  await expect(page.locator('#vote:not([data-unready])')).toBeVisible();
  const kbOf = async (isCounted: (pathname: string) => boolean) => {
    const sizes = await Promise.all(answers.filter(({ pathname }) => isCounted(pathname)).map(({ size }) => size));
    return sizes.reduce((sum, size) => sum + size, 0) / 1000;
  };
  const scriptKb = await kbOf((pathname) => pathname.endsWith('.js') && html.includes(pathname));
  expect(scriptKb).toBeGreaterThan(80);
  expect(scriptKb).toBeLessThan(maxScriptKb);
  expect(gzipSync(html).length / 1000).toBeLessThan(maxHtmlKb);
  expect(html.match(/<link rel="stylesheet"/g)).toHaveLength(1);
  expect(await kbOf((pathname) => pathname.endsWith('.css'))).toBeLessThan(maxCssKb);
});

test('a vote before the client is loaded shows at once and counts once', async ({ newScreen, openScreen }) => {
  const [ann, bob] = [await newScreen(), await openScreen()];
  let release: () => void = () => undefined;
  let released = Promise.resolve();
  await routeLaterScripts(ann.page, async (route) => {
    await released;
    await route.continue();
  });
  const roundId = await withinRound([bob], async (roundId) => {
    released = new Promise((resolve) => (release = resolve));
    await ann.visit('/');
    await ann.vote('love');
    await expect(ann.count('love')).toHaveText('1');
    await expect(ann.connection).not.toHaveText('Live votes');
    await expect(bob.count('love')).toHaveText('0');
    release();
    await expect(bob.count('love')).toHaveText('1');
    // A slow machine may have loaded the page in the next round.
    expect([await ann.roundId(), await bob.roundId()]).toEqual([roundId, roundId]);
  });
  await ann.isLive();
  const { counts } = await bob.endOf(roundId);
  expect(counts).toEqual({ ...noVotes, love: 1 });
  expect((await ann.endOf(roundId)).counts).toEqual(counts);
});
