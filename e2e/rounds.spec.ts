/** Every screen shows the same movie at the same moment. */
import { limits } from '../amplify/limits';
import { withinRound } from './screen';
import { expect, test, usualMedia } from './test';

/** Much less than a round, and enough for several browsers on two busy cores. */
const sameMomentMs = 1000;

test('changes to the same movie at the same moment on every screen, without a gap, and to none twice in a row', async ({
  openScreen,
}) => {
  const screens = await Promise.all([openScreen(usualMedia), openScreen(), openScreen()]);
  const [first] = screens;
  const rounds: string[] = [];
  for (let round = 0; round < 3; round += 1) rounds.push(await first.nextRound());
  await Promise.all(
    screens.map((screen) => expect(screen.nowPlaying).toHaveAttribute('data-round-id', rounds.at(-1) ?? '')),
  );

  const observed = await Promise.all(screens.map((screen) => screen.observedRounds()));
  for (const roundId of rounds) {
    const changes = observed.map((onScreen) => onScreen.find((round) => round.roundId === roundId));
    const times = changes.map((change) => change?.at ?? NaN);
    expect(new Set(changes.map((change) => change?.title)).size, `movies of round ${roundId}`).toBe(1);
    expect(Math.max(...times) - Math.min(...times), `spread of round ${roundId} in ms`).toBeLessThan(sameMomentMs);
  }
  for (const onScreen of observed) {
    onScreen.slice(1).forEach(({ roundId, title }, index) => {
      const before = onScreen[index];
      expect(Number(roundId) - Number(before?.roundId)).toBe(limits.roundSeconds);
      expect(title).not.toBe(before?.title);
    });
  }
});

test('shows poster, title, date and the seconds left', async ({ openScreen }) => {
  const screen = await openScreen();
  // The movie may change in between.
  await expect(async () => {
    const title = await screen.title.innerText();
    await expect(screen.page.getByRole('img', { name: `Poster of ${title}` })).toBeVisible({ timeout: 1000 });
    await expect(screen.nowPlaying.locator('p > time').first()).toHaveAttribute('datetime', /^\d{4}/);
    await expect(screen.page.getByRole('timer', { name: 'Seconds left to vote' })).toHaveText(/^\d+$/);
  }).toPass();
});

const desktop = { viewport: { width: 1440, height: 900 } };

test('lists recent rounds with their results, also for late joiners and on the first paint', async ({
  newScreen,
  openScreen,
}) => {
  const ann = await openScreen(desktop);
  const roundId = await withinRound([ann], async () => {
    await ann.vote('like', 2);
    await expect(ann.count('like')).toHaveText('2');
  });
  const { title } = await ann.endOf(roundId);
  const bob = await openScreen(desktop);
  const reader = await newScreen({ ...desktop, javaScriptEnabled: false });
  await reader.page.goto('/');
  for (const { page } of [ann, bob, reader]) {
    const result = page.getByRole('region', { name: 'Recent movies' }).getByRole('listitem').filter({ hasText: title });
    await expect(result.first()).toContainText('2 votes');
    await expect(result.first()).toContainText('Mostly Like');
  }
});

test('the first paint shows the movie and the votes, without JavaScript', async ({ newScreen, openScreen }) => {
  const voter = await openScreen();
  const reader = await newScreen({ javaScriptEnabled: false });
  await withinRound([voter], async (roundId) => {
    await voter.vote('love');
    // The server renders a snapshot that is at most a second old.
    await expect(async () => {
      await reader.page.goto('/');
      await expect(reader.count('love')).toHaveText('1', { timeout: 100 });
    }).toPass({ timeout: 10_000 });
    await expect(reader.nowPlaying).toHaveAttribute('data-round-id', roundId);
    await expect(reader.title).toHaveText(await voter.title.innerText());
  });
  await expect(reader.page.getByRole('img', { name: /^Poster of / })).toBeVisible();
  await expect(reader.page.locator('noscript')).toBeVisible();
});
