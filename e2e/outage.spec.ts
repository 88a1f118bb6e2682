/** A backend that is down or hangs: a friendly page, which goes on by itself when the backend is back. */
import { fragileApp, startApp, urlOf, type RunningApp } from './app';
import type { Screen } from './screen';
import { expect, test } from './test';

test.use({ provokes: /net::ERR_(CONNECTION|EMPTY|FAILED)/ });
test.describe.configure({ timeout: 120_000 });

/** Amplify tries to reconnect after 5 s, and then ever more rarely. */
const recoveryTimeoutMs = 60_000;

const url = urlOf(fragileApp);

let app: RunningApp | undefined;

test.beforeEach(async () => {
  app = await startApp(fragileApp, '--fresh');
});

test.afterEach(async () => {
  await app?.close();
});

test('when the backend dies, who was there and who comes then see the show go on after it', async ({ newScreen }) => {
  const [ann, late] = [await newScreen(), await newScreen()];
  await ann.open(url);
  await ann.nextRound();

  await app?.killBackend();
  await expect(ann.connection).toContainText('Reconnecting');
  await expect(ann.title).not.toBeEmpty();
  await late.visit(url);
  await expectFriendlyWait(late);

  await app?.close();
  app = await startApp(fragileApp);
  await Promise.all([ann, late].map(expectShow));
  expect((await ann.seenRounds()).length, 'the document is still the same').toBeGreaterThan(2);
});

test('when the backend hangs, the page comes all the same, and the show with the backend', async ({ newScreen }) => {
  app?.freezeBackend();
  const ann = await newScreen();
  await ann.visit(url);
  await expectFriendlyWait(ann);
  app?.thawBackend();
  await expectShow(ann);
});

async function expectFriendlyWait(screen: Screen): Promise<void> {
  await expect(screen.title).toHaveText('Finding our seats');
  await expect(screen.stage).toContainText('The show begins here by itself; there is no need to reload.');
  await expect(screen.tally).toHaveText('Voting opens with the first film.');
}

async function expectShow(screen: Screen): Promise<void> {
  await expect(screen.connection).toHaveText('Live', { timeout: recoveryTimeoutMs });
  await screen.nextRound();
  await screen.vote('love');
  await expect(screen.voteButton('love')).toHaveAccessibleDescription(/1 of them yours/);
}
