/** Feedback to votes, on the voter's screen and on all others. */
import type { Page } from '@playwright/test';
import { withinRound, type Screen } from './screen';
import { expect, test } from './test';

/** The maximum number of icons that rise at the same time. */
const maxFlights = 16;

const moving = { reducedMotion: 'no-preference' } as const;

const loveCount = async (screen: Screen) => Number(await screen.count('love').innerText());

test('a held vote button keeps voting until it is released', async ({ openScreen }) => {
  const ann = await openScreen();
  await withinRound([ann], async () => {
    await ann.hold('love');
    await expect.poll(() => loveCount(ann)).toBeGreaterThan(3);
    await ann.release();
    const votes = await loveCount(ann);
    await ann.vote('hate');
    await expect(ann.count('hate')).toHaveText('1');
    await ann.vote('love');
    await expect(ann.count('love')).toHaveText(String(votes + 1));
  });
});

test('a hold ends with the close of voting', async ({ openScreen }) => {
  const ann = await openScreen();
  const roundId = await withinRound([ann], async () => {
    await ann.hold('love');
    await expect.poll(() => loveCount(ann)).toBeGreaterThan(3);
  });
  const { counts } = await ann.endOf(roundId);
  expect(counts.love).toBeGreaterThan(3);
  expect(counts.love).toBeLessThan(100);
  await ann.page.keyboard.press('5');
  await expect(ann.count('hate')).toHaveText('1');
  await expect(ann.count('love')).toHaveText('0');
  await ann.release();
});

test('a repeating key is a hold: the keyboard does not set the rate', async ({ openScreen }) => {
  const ann = await openScreen();
  await withinRound([ann], async () => {
    for (let repeat = 0; repeat < 40; repeat += 1) await ann.page.keyboard.down('1');
    await ann.page.keyboard.up('1');
    const votes = await loveCount(ann);
    expect(votes).toBeGreaterThan(0);
    expect(votes).toBeLessThan(40);
  });
});

test('every finger votes', async ({ openScreen }) => {
  const ann = await openScreen({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const touch = await ann.page.context().newCDPSession(ann.page);
  await withinRound([ann], async () => {
    const [left, right] = await Promise.all([centerOf(ann.page, '#vote-love'), centerOf(ann.page, '#vote-hate')]);
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ ...left, id: 1 }] });
    await touch.send('Input.dispatchTouchEvent', {
      type: 'touchStart',
      touchPoints: [
        { ...left, id: 1 },
        { ...right, id: 2 },
      ],
    });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    // A slow machine lifts the fingers late, and a hold votes repeatedly.
    await expect(ann.count('love')).not.toHaveText('0');
    await expect(ann.count('hate')).not.toHaveText('0');
  });
});

async function centerOf(page: Page, selector: string): Promise<{ x: number; y: number }> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not visible.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test('votes rise as icons on every screen, at most 16 at a time', async ({ openScreen }) => {
  const [ann, bob] = await Promise.all([openScreen(moving), openScreen(moving)]);
  await withinRound([ann, bob], async () => {
    await Promise.all([countFlights(ann), countFlights(bob)]);
    await ann.voteButton('love').evaluate((button) => {
      for (let vote = 0; vote < 60; vote += 1) (button as HTMLElement).click();
    });
    await expect(bob.count('love')).toHaveText('60');
    await expect.poll(() => mostFlights(bob)).toBeGreaterThan(3);
    await expect(bob.flights).toHaveCount(0);
    expect(await mostFlights(bob)).toBeLessThanOrEqual(maxFlights);
    expect(await mostFlights(ann)).toBe(maxFlights);
  });
});

test('no icon rises with reduced motion', async ({ openScreen }) => {
  const [ann, calm] = await Promise.all([openScreen(moving), openScreen()]);
  await withinRound([ann, calm], async () => {
    await countFlights(calm);
    await ann.vote('love', 3);
    await calm.vote('hate');
    await expect(calm.count('love')).toHaveText('3');
    await expect(calm.count('hate')).toHaveText('1');
    expect(await mostFlights(calm)).toBe(0);
  });
});

/** Counts inside the page, since most icons would be missed from outside. */
async function countFlights({ page }: Screen): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dataset['mostFlights'] = '0';
    const count = () => {
      const { dataset } = document.documentElement;
      dataset['mostFlights'] = String(
        Math.max(Number(dataset['mostFlights']), document.querySelectorAll('[data-flight]').length),
      );
    };
    new MutationObserver(count).observe(document.body, { subtree: true, childList: true });
  });
}

async function mostFlights({ page }: Screen): Promise<number> {
  return Number(await page.evaluate(() => document.documentElement.dataset['mostFlights']));
}

test('announces a summary of the votes in one live region', async ({ openScreen }) => {
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  await withinRound([ann, bob], async () => {
    await ann.vote('love', 2);
    await ann.vote('hate');
    await expect(bob.spokenVotes).toHaveText('3 votes: Love 2 and Hate 1');
  });
  await expect(bob.nowPlaying.locator('#vote').locator('[aria-live], [role=status], [role=alert]')).toHaveCount(1);
});

test('vote buttons are disabled until the page is interactive, so that no vote is lost', async ({ newScreen }) => {
  const ann = await newScreen();
  let deliverScripts = () => {};
  const scripts = new Promise<void>((resolve) => (deliverScripts = resolve));
  await ann.page.route('**/*.js', async (route) => {
    await scripts;
    await route.continue();
  });
  await ann.page.goto('/', { waitUntil: 'commit' });
  await expect(ann.voteButton('love')).toBeDisabled();
  deliverScripts();
  await ann.isLive();
  await expect(ann.voteButton('love')).toBeEnabled();
});
