/** Votes reach every screen, and each counts once. */
import type { Page } from '@playwright/test';
import { categories, noVotes, type Category, type Counts } from '../amplify/show';
import { withinRound } from './screen';
import { setRecord } from './set-record';
import { expect, test, usualMedia } from './test';

test('shows the votes of each category on the other screens', async ({ openScreen }) => {
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  await withinRound([ann, bob], async () => {
    for (const category of categories) await ann.vote(category);
    await bob.vote('love');
    for (const screen of [ann, bob]) {
      for (const category of categories) {
        await expect(screen.count(category)).toHaveText(category === 'love' ? '2' : '1');
      }
      await expect(screen.tally).toHaveText('6 votes from 2 people');
    }
  });
});

test('keeps votes over a reload, and counts them once', async ({ openScreen }) => {
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  const roundId = await withinRound([ann], async () => {
    await ann.vote('like', 2);
    await ann.reload();
    await expect(ann.count('like')).toHaveText('2');
    await expect(ann.voteButton('like')).toHaveAccessibleDescription('2 votes, 2 of them yours');
    await ann.vote('like');
    await expect(ann.count('like')).toHaveText('3');
  });
  const [onAnns, onBobs] = await Promise.all([ann.endOf(roundId), bob.endOf(roundId)]);
  expect(onAnns.counts).toEqual({ ...noVotes, like: 3 });
  expect(onBobs.counts).toEqual({ ...noVotes, like: 3 });
});

test('shows the current counters to a late joiner', async ({ newScreen, openScreen }) => {
  const [ann, late] = [await openScreen(), await newScreen()];
  await withinRound([ann], async (roundId) => {
    await ann.vote('meh');
    await ann.vote('unknown');
    await late.open();
    await expect(late.count('meh')).toHaveText('1');
    await expect(late.count('unknown')).toHaveText('1');
    await expect(late.nowPlaying).toHaveAttribute('data-round-id', roundId);
  });
});

test('sends the first of five quick votes at once, and the rest in one call', async ({ openScreen }) => {
  const ann = await openScreen();
  let calls: Counts[] = [];
  recordCastVotes(ann.page, (totals) => calls.push(totals));
  const roundId = await withinRound([ann], async () => {
    calls = [];
    await ann.vote('love', 5);
    await expect(ann.count('love')).toHaveText('5');
  });
  await ann.endOf(roundId);
  expect(calls).toEqual([
    { ...noVotes, love: 1 },
    { ...noVotes, love: 5 },
  ]);
});

/** Reports the running totals of each call that a page sends. */
function recordCastVotes(page: Page, onCall: (totals: Counts) => void): void {
  page.on('request', (request) => {
    const body = request.method() === 'POST' ? request.postData() : null;
    if (!body?.includes('castVotes')) return;
    const { love, like, meh, unknown, hate } = (JSON.parse(body) as { variables: Counts }).variables;
    onCall({ love, like, meh, unknown, hate });
  });
}

test('the keys 1 to 5 vote, except in a text field', async ({ openScreen }) => {
  const ann = await openScreen();
  await withinRound([ann], async () => {
    for (const key of ['1', '2', '3', '4', '5']) await ann.page.keyboard.press(key);
    for (const category of categories) await expect(ann.count(category)).toHaveText('1');
    await ann.message.fill('');
    await ann.message.pressSequentially('5 of 5!');
    await expect(ann.count('hate')).toHaveText('1');
    await expect(ann.message).toHaveValue('5 of 5!');
    await ann.message.blur();
  });
});

test('gives a record to the movie that more people choose, on every screen', async ({ openScreen }) => {
  const category: Category = 'like';
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  const { roundId, people } = await setRecord({ category, screens: [bob, ann], voters: [ann], openScreen });
  const { title } = await bob.endOf(roundId);
  for (const screen of [ann, bob, await openScreen()]) {
    await expect(screen.record(category)).toContainText(title);
    await expect.poll(() => screen.recordPeople(category)).toBe(people);
  }
});

test('gives every category its own color', async ({ openScreen }) => {
  const ann = await openScreen(usualMedia);
  const colors = await Promise.all(
    categories.map((category) =>
      ann
        .voteButton(category)
        .locator('svg')
        .evaluate((icon) => getComputedStyle(icon).color),
    ),
  );
  expect(new Set(colors).size).toBe(categories.length);
});
