/** What a vote feels like: on the own screen, and on everybody else's. */
import type { Page } from '@playwright/test';
import type { Screen } from './screen';
import { expect, test } from './test';

/** In flight at the same time. */
const most = 16;

const numberIn = async (screen: Screen) => Number(await screen.count('love').innerText());

test('a ticket that is held down votes on, until it is let go', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nextRound();
  await ann.voteButton('love').hover();
  await ann.page.mouse.down();
  await expect.poll(() => numberIn(ann)).toBeGreaterThan(3);
  await ann.page.mouse.up();
  const held = await numberIn(ann);
  // Twice the pace of a hold.
  await ann.page.waitForTimeout(320);
  expect(await numberIn(ann)).toBe(held);
  await ann.vote('love');
  await expect(ann.count('love')).toHaveText(String(held + 1));
});

test('a hold ends with its film', async ({ openScreen }) => {
  const ann = await openScreen();
  const roundId = await ann.nextRound();
  await ann.voteButton('love').hover();
  await ann.page.mouse.down();
  const { counts } = await ann.endOf(roundId);
  expect(counts.love).toBeGreaterThan(3);
  expect(counts.love).toBeLessThan(100);
  await ann.page.waitForTimeout(1000);
  await ann.page.mouse.up();
  await expect(ann.count('love')).toHaveText('0');
});

test('a key that repeats is a hold too: the keyboard does not set its pace', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nextRound();
  for (let repeat = 0; repeat < 40; repeat += 1) await ann.page.keyboard.down('1');
  await ann.page.keyboard.up('1');
  const votes = await numberIn(ann);
  expect(votes).toBeGreaterThan(0);
  expect(votes).toBeLessThan(40);
});

test('each finger votes', async ({ openScreen }) => {
  const ann = await openScreen({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await ann.nextRound();
  const [left, right] = await Promise.all([middleOf(ann.page, '#vote-love'), middleOf(ann.page, '#vote-hate')]);
  const touch = await ann.page.context().newCDPSession(ann.page);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ ...left, id: 1 }] });
  await touch.send('Input.dispatchTouchEvent', {
    type: 'touchStart',
    touchPoints: [
      { ...left, id: 1 },
      { ...right, id: 2 },
    ],
  });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  // One vote, or more where the machine is slow to lift the fingers.
  await expect(ann.count('love')).not.toHaveText('0');
  await expect(ann.count('hate')).not.toHaveText('0');
});

async function middleOf(page: Page, selector: string): Promise<{ x: number; y: number }> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not on the screen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test('what one votes flies on every screen, and never too much of it', async ({ openScreen }) => {
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  await Promise.all([ann.nextRound(), bob.nextRound()]);
  await Promise.all([countFlights(ann), countFlights(bob)]);
  await ann.voteButton('love').evaluate((button) => {
    for (let vote = 0; vote < 60; vote += 1) (button as HTMLElement).click();
  });
  await expect(bob.count('love')).toHaveText('60');
  await expect.poll(() => mostFlights(bob)).toBeGreaterThan(3);
  await expect(bob.flights).toHaveCount(0);
  expect(await mostFlights(bob)).toBeLessThanOrEqual(most);
  expect(await mostFlights(ann)).toBe(most);
});

test('nothing flies where less motion is wanted', async ({ openScreen }) => {
  const [ann, calm] = await Promise.all([openScreen(), openScreen({ reducedMotion: 'reduce' })]);
  await Promise.all([ann.nextRound(), calm.nextRound()]);
  await countFlights(calm);
  await ann.vote('love', 3);
  await calm.vote('hate');
  await expect(calm.count('love')).toHaveText('3');
  await expect(calm.count('hate')).toHaveText('1');
  expect(await mostFlights(calm)).toBe(0);
});

/** From outside, most of them would be missed. */
async function countFlights({ page }: Screen): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dataset['mostFlights'] = '0';
    const look = () => {
      const { dataset } = document.documentElement;
      dataset['mostFlights'] = String(
        Math.max(Number(dataset['mostFlights']), document.querySelectorAll('[data-flight]').length),
      );
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
  });
}

async function mostFlights({ page }: Screen): Promise<number> {
  return Number(await page.evaluate(() => document.documentElement.dataset['mostFlights']));
}

test('a record that falls is celebrated on every screen, once a round', async ({ openScreen }) => {
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  const [held = '0'] = /\d+(?= votes?)/.exec(await ann.record('meh').innerText()) ?? [];
  await Promise.all([ann.nextRound(), bob.nextRound()]);
  const title = await bob.title.innerText();
  const timesTold = await countNews(bob, 'Most meh');
  await ann.vote('meh', Number(held) + 1);
  for (const screen of [ann, bob]) {
    await expect(screen.recordNews).toContainText(`${title}\u2069, ${Number(held) + 1} vote`);
    await expect(screen.record('meh')).toHaveAttribute('data-new');
    await expect(screen.page.getByTestId('record-seal')).toBeVisible();
  }
  await ann.vote('meh');
  await expect(bob.count('meh')).toHaveText(String(Number(held) + 2));
  await expect(bob.recordNews).toBeEmpty();
  expect(await timesTold()).toBe(1);
});

/** News stays for a moment only, so all that comes is counted. Returns how to read the count. */
async function countNews({ page, recordNews }: Screen, words: string): Promise<() => Promise<number>> {
  await recordNews.evaluate((box, words) => {
    document.documentElement.dataset['timesTold'] = '0';
    const count = (changes: MutationRecord[]) => {
      const told = changes
        .flatMap(({ addedNodes }) => [...addedNodes])
        .filter(({ textContent }) => textContent?.includes(words));
      const { dataset } = document.documentElement;
      dataset['timesTold'] = String(Number(dataset['timesTold']) + told.length);
    };
    new MutationObserver(count).observe(box, { childList: true });
  }, words);
  return async () => Number(await page.evaluate(() => document.documentElement.dataset['timesTold']));
}

test('when the next film is on, what the house thought of the last is shown and told, beside the votes', async ({
  openScreen,
}) => {
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  const [roundId] = await Promise.all([ann.nextRound(), bob.nextRound()]);
  await ann.vote('love', 3);
  await ann.vote('hate');
  const { title } = await bob.endOf(roundId);
  await expect(bob.verdict).toHaveText(`The house loved \u2068${title}\u206975%`);
  const [verdict, button] = await Promise.all([bob.verdict.boundingBox(), bob.voteButton('love').boundingBox()]);
  expect(verdict?.y).toBeGreaterThanOrEqual((button?.y ?? 0) + (button?.height ?? 0));
  await bob.vote('like');
  await expect(bob.spokenVotes).toHaveText(`The house loved \u2068${title}\u2069: 75%`);
  await expect(bob.verdict).toHaveCount(0);
});

test('a screen reader hears a summary, from one place', async ({ openScreen }) => {
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  await Promise.all([ann.nextRound(), bob.nextRound()]);
  await ann.vote('love', 2);
  await ann.vote('hate');
  await expect(bob.spokenVotes).toHaveText('3 votes: Love 2 and Hate 1');
  await expect(bob.stage.locator('#vote').locator('[aria-live], [role=status], [role=alert]')).toHaveCount(1);
});

test('tickets rest until the page has come to life, so that no vote is lost', async ({ newScreen }) => {
  const ann = await newScreen();
  let letScriptsIn = () => {};
  const scripts = new Promise<void>((resolve) => (letScriptsIn = resolve));
  await ann.page.route('**/*.js', async (route) => {
    await scripts;
    await route.continue();
  });
  await ann.page.goto('/', { waitUntil: 'commit' });
  await expect(ann.voteButton('love')).toBeDisabled();
  letScriptsIn();
  await ann.isLive();
  await expect(ann.voteButton('love')).toBeEnabled();
});
