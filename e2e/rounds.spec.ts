/** The same film on every screen at the same moment. */
import { limits } from '../amplify/limits';
import { expect, test } from './test';

/** Far less than a round, and enough for several browsers that share two busy cores. */
const sameMomentMs = 1000;

test('every screen changes to the same film at the same moment, round after round', async ({ openScreen }) => {
  const screens = await Promise.all([openScreen(), openScreen(), openScreen()]);
  const [first] = screens;
  const rounds: string[] = [];
  for (let round = 0; round < 3; round += 1) rounds.push((await first?.nextRound()) ?? '');
  await Promise.all(
    screens.map((screen) => expect(screen.stage).toHaveAttribute('data-round-id', rounds.at(-1) ?? '')),
  );

  const seen = await Promise.all(screens.map((screen) => screen.seenRounds()));
  for (const roundId of rounds) {
    const sightings = seen.map((ofScreen) => ofScreen.find((round) => round.roundId === roundId));
    const times = sightings.map((sighting) => sighting?.at ?? NaN);
    expect(new Set(sightings.map((sighting) => sighting?.title)).size, `films of round ${roundId}`).toBe(1);
    expect(Math.max(...times) - Math.min(...times), `spread of round ${roundId} in ms`).toBeLessThan(sameMomentMs);
  }
});

test('films follow each other without a gap, and none twice in a row', async ({ openScreen }) => {
  const screen = await openScreen();
  for (let round = 0; round < 3; round += 1) await screen.nextRound();
  const seen = await screen.seenRounds();
  seen.slice(1).forEach(({ roundId, title }, index) => {
    const before = seen[index];
    expect(Number(roundId) - Number(before?.roundId)).toBe(limits.roundSeconds);
    expect(title).not.toBe(before?.title);
  });
});

test('a film comes with poster, title, date, synopsis and the seconds left', async ({ openScreen }) => {
  const screen = await openScreen();
  await screen.nextRound();
  const title = await screen.title.innerText();
  await expect(screen.page.getByRole('img', { name: `Poster of ${title}` })).toBeVisible();
  await expect(screen.stage.locator('p > time').first()).toHaveAttribute('datetime', /^\d{4}/);
  await expect(screen.page.getByRole('timer', { name: 'Seconds left to vote' })).toHaveText(/^\d+$/);
});

const desktop = { viewport: { width: 1440, height: 900 } };

test('what was just shown stays in sight, with what the house thought, for latecomers too', async ({ openScreen }) => {
  const ann = await openScreen(desktop);
  const roundId = await ann.nextRound();
  const film = await ann.title.textContent();
  await ann.vote('like', 2);
  await ann.endOf(roundId);
  const bob = await openScreen(desktop);
  for (const { page } of [ann, bob]) {
    const result = page
      .getByRole('region', { name: 'Just shown' })
      .getByRole('listitem')
      .filter({ hasText: film ?? '' });
    await expect(result.first()).toContainText('2 votes');
    await expect(result.first()).toContainText('Mostly Like');
  }
});

test('the first paint already shows the film and the votes, without any JavaScript', async ({
  newScreen,
  openScreen,
}) => {
  const voter = await openScreen();
  const reader = await newScreen({ javaScriptEnabled: false });
  const roundId = await voter.nextRound();
  await voter.vote('love');
  // What the server renders is at most a second old.
  await expect(async () => {
    await reader.page.goto('/');
    await expect(reader.count('love')).toHaveText('1', { timeout: 100 });
  }).toPass();
  await expect(reader.stage).toHaveAttribute('data-round-id', roundId);
  await expect(reader.title).toHaveText(await voter.title.innerText());
  await expect(reader.page.getByRole('img', { name: /^Poster of / })).toBeVisible();
  await expect(reader.page.locator('noscript')).toBeVisible();
});
