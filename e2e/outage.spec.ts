/** If the backend is missing, hangs or crashes, the page explains it and recovers automatically. */
import { rename } from 'node:fs/promises';
import { AppProcess, outputsOf, ownApp, urlOf } from './app';
import { withinRound, type Screen } from './screen';
import { expect, test } from './test';

test.use({ expectedErrors: /net::ERR_(CONNECTION|EMPTY|FAILED)|status of 503/ });

/** Starting an app takes a while on a busy machine. */
const timeout = 300_000;
test.describe.configure({ timeout });

/** Amplify reconnects after 5 s, then with growing delays. */
const recoveryTimeoutMs = 60_000;

const url = urlOf(ownApp);
const app = new AppProcess(ownApp);

// Playwright requires the object pattern, even if it is empty.
test.beforeAll(async ({}, testInfo) => {
  testInfo.setTimeout(timeout);
  await app.start('--fresh');
});

test.afterAll(() => app.close());

test('without amplify_outputs.json, the page says what to do, and keeps checking', async ({ newScreen }) => {
  const outputs = outputsOf(ownApp);
  await rename(outputs, `${outputs}.away`);
  const ann = await newScreen();
  await ann.visit(url);
  await expect(ann.page.getByRole('heading')).toHaveText('No backend found');
  await rename(`${outputs}.away`, outputs);
  await expectShow(ann);
});

test('while the backend hangs, the page loads; the show starts when the backend answers', async ({ newScreen }) => {
  app.freezeBackend();
  const ann = await newScreen();
  await visitWithoutShow(ann);
  app.thawBackend();
  await expectShow(ann);
});

test('after the backend crashes and restarts, open pages and new ones continue', async ({ newScreen }) => {
  const [ann, late] = [await newScreen(), await newScreen()];
  await ann.open(url);
  await ann.nextRound();

  await app.killBackend();
  await expect(ann.connection).toContainText('Reconnecting');
  await expect(ann.title).not.toBeEmpty();
  await visitWithoutShow(late);

  await app.close();
  await app.start();
  await Promise.all([ann, late].map(expectShow));
  expect((await ann.observedRounds()).length, 'the page was not reloaded').toBeGreaterThan(2);
});

/** Opens the page until it waits for the show: at first the server has a snapshot that is a few seconds old. */
async function visitWithoutShow(screen: Screen): Promise<void> {
  await expect(async () => {
    await screen.visit(url);
    await expect(screen.title).toHaveText('Connecting…');
    await expect(screen.nowPlaying).toContainText('The show starts here by itself; there is no need to reload.');
    await expect(screen.tally).toHaveText('Voting opens once this page is connected.');
  }).toPass();
}

async function expectShow(screen: Screen): Promise<void> {
  await expect(screen.connection).toHaveText('Live votes', { timeout: recoveryTimeoutMs });
  await withinRound([screen], async () => {
    await screen.vote('love');
    await expect(screen.voteButton('love')).toHaveAccessibleDescription(/1 of them yours/);
  });
}
