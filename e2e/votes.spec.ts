/** Votes: everybody's on every screen, each counted once. */
import type { Page } from '@playwright/test';
import { categories, noVotes, type Category, type Counts } from '../amplify/show';
import { expect, test } from './test';

test('votes show on the other screens, in each category', async ({ openScreen }) => {
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  await Promise.all([ann.nextRound(), bob.nextRound()]);
  for (const category of categories) await ann.vote(category);
  await bob.vote('love');
  for (const screen of [ann, bob]) {
    for (const category of categories) {
      await expect(screen.count(category)).toHaveText(category === 'love' ? '2' : '1');
    }
    await expect(screen.tally).toHaveText('6 votes from 2 seats');
  }
});

test('a vote survives a reload, and is not counted again', async ({ openScreen }) => {
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  const roundId = await ann.nextRound();
  await ann.vote('like', 2);
  await ann.reload();
  await expect(ann.count('like')).toHaveText('2');
  await expect(ann.voteButton('like')).toHaveAccessibleDescription('2 votes, 2 of them yours');
  await ann.vote('like');
  const [onAnns, onBobs] = await Promise.all([ann.endOf(roundId), bob.endOf(roundId)]);
  expect(onAnns.counts).toEqual({ ...noVotes, like: 3 });
  expect(onBobs.counts).toEqual({ ...noVotes, like: 3 });
});

test('who comes late sees the counters as they stand', async ({ openScreen }) => {
  const ann = await openScreen();
  const roundId = await ann.nextRound();
  await ann.vote('meh');
  await ann.vote('unknown');
  const late = await openScreen();
  await expect(late.count('meh')).toHaveText('1');
  await expect(late.count('unknown')).toHaveText('1');
  await expect(late.stage).toHaveAttribute('data-round-id', roundId);
});

test('five quick clicks are two calls: the first vote at once, the rest together', async ({ openScreen }) => {
  const ann = await openScreen();
  const roundId = await ann.nextRound();
  const calls = castVotesCalls(ann.page);
  await ann.vote('love', 5);
  await expect(ann.count('love')).toHaveText('5');
  await ann.endOf(roundId);
  expect(calls).toEqual([
    { ...noVotes, love: 1 },
    { ...noVotes, love: 5 },
  ]);
});

/** The running totals that a page sends, from now on. */
function castVotesCalls(page: Page): Counts[] {
  const calls: Counts[] = [];
  page.on('request', (request) => {
    const body = request.method() === 'POST' ? request.postData() : null;
    if (!body?.includes('castVotes')) return;
    const { love, like, meh, unknown, hate } = (JSON.parse(body) as { variables: Counts }).variables;
    calls.push({ love, like, meh, unknown, hate });
  });
  return calls;
}

test('the keys 1 to 5 vote, but not while somebody is writing', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.nextRound();
  for (const key of ['1', '2', '3', '4', '5']) await ann.page.keyboard.press(key);
  for (const category of categories) await expect(ann.count(category)).toHaveText('1');
  await ann.message.pressSequentially('5 of 5!');
  await expect(ann.count('hate')).toHaveText('1');
  await expect(ann.message).toHaveValue('5 of 5!');
});

test('the film that beats a record takes it, on every screen', async ({ openScreen }) => {
  const category: Category = 'hate';
  const [ann, bob] = await Promise.all([openScreen(), openScreen()]);
  const [held = '0'] = /\d+(?= votes?)/.exec(await ann.record(category).innerText()) ?? [];
  const roundId = await ann.nextRound();
  await ann.vote(category, Number(held) + 1);
  const { title } = await bob.endOf(roundId);
  for (const screen of [ann, bob, await openScreen()]) {
    await expect(screen.record(category)).toContainText(title);
    await expect(screen.record(category)).toContainText(new RegExp(`\\b${Number(held) + 1} votes?`), {
      useInnerText: true,
    });
  }
});

test('every category has a colour of its own', async ({ openScreen }) => {
  const ann = await openScreen();
  const colours = await Promise.all(
    categories.map((category) =>
      ann
        .voteButton(category)
        .locator('svg')
        .evaluate((icon) => getComputedStyle(icon).color),
    ),
  );
  expect(new Set(colours).size).toBe(categories.length);
});
