/** An operator runs the show, and every screen follows. */
import AxeBuilder from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import { AppProcess, hostedApp, urlOf } from './app';
import { HostPage, type SignIn } from './host-page';
import { expect, test } from './test';

const desktop = { viewport: { width: 1440, height: 1200 } };

test.describe.configure({ mode: 'serial' });

const app = new AppProcess(hostedApp);
const url = urlOf(hostedApp);
let signIn: SignIn;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  const output = await app.start('--fresh');
  const page = await browser.newPage();
  signIn = await new HostPage(page).signInFirst(url, output);
  await page.context().close();
});
test.afterAll(() => app.close());

test('removes a message from every screen, and mutes its sender', async ({ newScreen }) => {
  const [host, ann, bob] = [new HostPage((await newScreen(desktop)).page), await newScreen(), await newScreen()];
  await Promise.all([host.open(url, signIn), ann.open(url), bob.open(url)]);
  await ann.nickname.fill('Ann');
  await ann.say('The butler did it');
  for (const screen of [ann, bob]) await expect(screen.messages.filter({ hasText: 'The butler' })).toBeVisible();

  await host.message('The butler').getByRole('button', { name: 'Remove', exact: true }).click();
  for (const screen of [ann, bob]) await expect(screen.messages.filter({ hasText: 'The butler' })).toHaveCount(0);
  await host.page.getByRole('button', { name: 'Undo' }).click();
  await expect(bob.messages.filter({ hasText: 'The butler' })).toBeVisible();

  await host.page.getByRole('button', { name: 'Actions for the message of Ann' }).click();
  await host.page.getByRole('button', { name: 'Mute 5 min' }).click();
  await expect(host.page.getByRole('region', { name: 'Muted people' }).getByText('Ann')).toBeVisible();
  await ann.say('He always does');
  await expect(ann.chatHint).not.toBeEmpty();
  await expect(bob.messages.filter({ hasText: 'He always does' })).toHaveCount(0);
  await host.page.getByRole('button', { name: 'Unmute Ann' }).click();
  await expect(host.page.getByText('Nobody is muted.')).toBeVisible();
});

test('shows a report to every operator until one dismisses it', async ({ newScreen }) => {
  const [host, other] = [new HostPage((await newScreen(desktop)).page), new HostPage((await newScreen(desktop)).page)];
  const [ann, bob] = [await newScreen(), await newScreen()];
  await Promise.all([host.open(url, signIn), other.open(url, signIn), ann.open(url), bob.open(url)]);
  await ann.nickname.fill('Ann');
  await ann.say('Cheap watches');
  await bob.messages.filter({ hasText: 'Cheap' }).hover();
  await bob.page.getByRole('button', { name: 'Report this message to the host: Ann' }).click();
  for (const { reports } of [host, other]) await expect(reports.getByText('Cheap watches')).toBeVisible();
  await host.page.getByRole('button', { name: 'Dismiss the report about Ann' }).click();
  for (const { reports } of [host, other]) await expect(reports.getByText('No reports.')).toBeVisible();
  await host.page.reload();
  await expect(host.reports.getByText('No reports.')).toBeVisible();
});

test('pauses the show on every screen, and resumes it', async ({ newScreen }) => {
  const [host, ann, bob] = [new HostPage((await newScreen(desktop)).page), await newScreen(), await newScreen()];
  await Promise.all([host.open(url, signIn), ann.open(url), bob.open(url)]);
  await host.page.getByRole('button', { name: 'Pause' }).click();
  for (const screen of [ann, bob]) await expect(screen.nowPlaying).toHaveAttribute('data-phase', 'pausedByHost');
  await expect(host.onScreen.getByRole('status')).toHaveText('Paused');
  const roundId = await ann.roundId();
  await host.page.getByRole('button', { name: 'Resume' }).click();
  await expect(host.onScreen.getByRole('status')).toHaveText('Live');
  await Promise.all([ann.roundAfter(roundId), bob.roundAfter(roundId)]);
});

test('chooses the next movie', async ({ newScreen }) => {
  const [host, ann] = [new HostPage((await newScreen(desktop)).page), await newScreen()];
  await Promise.all([host.open(url, signIn), ann.open(url)]);
  await host.page.getByRole('searchbox').fill('Nosferatu');
  await host.page
    .getByRole('button', { name: /^Play next: Nosferatu/ })
    .first()
    .click();
  const list = host.page.getByRole('region', { name: 'Next up' });
  await expect(list.getByRole('button', { name: /^Remove: Nosferatu/ })).toBeVisible();
  await expect(ann.title).toContainText('Nosferatu', { timeout: 45_000 });
  await expect(list.getByText('Played')).toBeVisible();
  await list.getByRole('button', { name: 'Back to random' }).click();
  await expect(list.getByText('Movies are drawn at random. Add one')).toBeVisible();
});

test('exports what the screens have shown', async ({ newScreen }) => {
  const [host, ann] = [new HostPage((await newScreen(desktop)).page), await newScreen()];
  await Promise.all([host.open(url, signIn), ann.open(url)]);
  const roundId = await ann.nextRound();
  await ann.vote('love', 2);
  const shown = await ann.endOf(roundId);
  await ann.nextRound();
  const results = host.page.getByRole('region', { name: 'Results' });
  await results.getByRole('button', { name: 'Show', exact: true }).click();
  const downloading = host.page.waitForEvent('download');
  await results.getByRole('button', { name: 'Download CSV' }).click();
  const lines = (await readFile(await (await downloading).path(), 'utf8')).split('\r\n');
  const line = lines.find((one) => one.startsWith(`${roundId},`));
  expect(line?.split(',').slice(-10)).toEqual(
    [shown.counts.love, 0, 0, 0, 0, shown.counts.love > 0 ? 1 : 0, 0, 0, 0, 0].map(String),
  );
});

test('has no violation of accessibility rules on a phone', async ({ newScreen }) => {
  const host = new HostPage((await newScreen({ viewport: { width: 390, height: 844 } })).page);
  await host.open(url, signIn);
  for (const panel of ['Show', 'Chat', 'Results', 'Watch']) {
    await host.page.getByRole('navigation').getByRole('button', { name: panel }).click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await host.page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page: host.page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => String(target))])).toEqual([]);
    }
  }
});

test('shows a guest the sign-in only', async ({ newScreen }) => {
  const { page } = await newScreen();
  const answers: string[] = [];
  page.on('response', (response) => {
    const isApi = response.url().includes(String(hostedApp.backendPort));
    if (isApi) answers.push(response.url());
  });
  const response = await page.goto(`${url}/host`);
  expect(await response?.text()).not.toContain('cloudwatch');
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(page.getByRole('region')).toHaveCount(0);
  expect(await page.locator('meta[name=robots]').getAttribute('content')).toContain('noindex');
  // Without tokens, the page asks the backend nothing.
  expect(answers).toEqual([]);
  await page.goto(`${url}/`);
  await expect(page.locator('#vote')).toBeVisible();
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  for (const name of loaded.filter((one) => one.endsWith('.js'))) {
    expect(await (await page.request.get(name)).text(), name).not.toContain('data-amplify-authenticator');
  }
});

test('forgets everything when the operator signs out', async ({ newScreen }) => {
  const host = new HostPage((await newScreen(desktop)).page);
  await host.open(url, signIn);
  await host.page.getByRole('button', { name: 'Sign out' }).click();
  await expect(host.page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(host.onScreen).toHaveCount(0);
  const stored = await host.page.evaluate(() =>
    JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]),
  );
  expect(stored).not.toMatch(/token|cognito/i);
});
