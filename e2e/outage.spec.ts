/** A backend that is missing, hangs or dies: a friendly page, which goes on by itself when the backend is back. */
import { rename } from 'node:fs/promises';
import { FragileApp, outputsOf, ownApp, urlOf } from './app';
import type { Screen } from './screen';
import { expect, test } from './test';

test.use({ provokes: /net::ERR_(CONNECTION|EMPTY|FAILED)/ });

/** Each start of an app takes a while on a busy machine. */
const timeout = 300_000;
test.describe.configure({ timeout });

/** Amplify tries to reconnect after 5 s, and then ever more rarely. */
const recoveryTimeoutMs = 60_000;

const url = urlOf(ownApp);
const app = new FragileApp(ownApp);

// Playwright wants a pattern here, even an empty one.
test.beforeAll(async ({}, testInfo) => {
  testInfo.setTimeout(timeout);
  await app.start('--fresh');
});

test.afterAll(() => app.close());

test('while nobody has said where the backend is, the page tells what to do, and looks again', async ({
  newScreen,
}) => {
  const outputs = outputsOf(ownApp);
  await rename(outputs, `${outputs}.away`);
  const ann = await newScreen();
  await ann.visit(url);
  await expect(ann.page.getByRole('heading')).toHaveText('The projector isn’t plugged in.');
  await rename(`${outputs}.away`, outputs);
  await expectShow(ann);
});

test('while the backend hangs, the page comes all the same, and the show with the backend', async ({ newScreen }) => {
  app.freezeBackend();
  const ann = await newScreen();
  await ann.visit(url);
  await expectFriendlyWait(ann);
  app.thawBackend();
  await expectShow(ann);
});

test('when the backend dies, who was there and who comes then see the show go on after it', async ({ newScreen }) => {
  const [ann, late] = [await newScreen(), await newScreen()];
  await ann.open(url);
  await ann.nextRound();

  await app.killBackend();
  await expect(ann.connection).toContainText('Reconnecting');
  await expect(ann.title).not.toBeEmpty();
  await late.visit(url);
  await expectFriendlyWait(late);

  await app.close();
  await app.start();
  await Promise.all([ann, late].map(expectShow));
  expect((await ann.seenRounds()).length, 'the document is still the same').toBeGreaterThan(2);
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
