/** A backend that is down: a friendly page, which goes on by itself when the backend is back. */
import { ownApp, startApp, urlOf, type RunningApp } from './app';
import { expect, test } from './test';

test.use({ provokes: /net::ERR_CONNECTION_REFUSED/ });
test.describe.configure({ timeout: 120_000 });

let app: RunningApp | undefined;

test.beforeEach(async () => {
  app = await startApp(ownApp, '--fresh');
});

test.afterEach(async () => {
  await app?.close();
});

test('both who was there and who comes then see the show go on', async ({ newScreen }) => {
  const [ann, late] = [await newScreen(), await newScreen()];
  await ann.open(urlOf(ownApp));
  const roundId = await ann.nextRound();

  await app?.killBackend();
  await expect(ann.connection).toContainText('Reconnecting');
  await expect(ann.title).not.toBeEmpty();
  const answer = await late.page.goto(urlOf(ownApp));
  expect(answer?.status()).toBe(200);
  await expect(late.title).toHaveText('Finding our seats');
  await expect(late.stage).toContainText('The show begins here by itself; there is no need to reload.');
  await expect(late.tally).toHaveText('Voting opens with the first film.');

  await app?.close();
  app = await startApp(ownApp);
  for (const screen of [ann, late]) {
    await expect(screen.connection).toHaveText('Live', { timeout: 60_000 });
    await screen.nextRound();
    await screen.vote('love');
  }
  expect(Number(await ann.roundId())).toBeGreaterThan(Number(roundId));
  expect((await ann.seenRounds()).at(0)?.roundId, 'still the same document').toBeDefined();
});
