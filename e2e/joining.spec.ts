/** Watching needs no guest identity: newcomers who wait for one see every round, and votes and chat begin by themselves. */
import type { Page } from '@playwright/test';
import type { PublicSnapshot } from '../live/backend';
import { withinRound } from './screen';
import { expect, test } from './test';

/** Cognito refuses new identities to a page, as it does in a crowd. Returns a function that ends this. */
async function refuseIdentities(page: Page): Promise<() => void> {
  let isRefusing = true;
  await page.route('**/*', async (route) => {
    const isNew = route.request().headers()['x-amz-target'] === 'AWSCognitoIdentityService.GetId';
    if (!isNew || !isRefusing) return route.fallback();
    await route.fulfill({
      status: 429,
      headers: { 'access-control-allow-origin': '*', 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ __type: 'TooManyRequestsException', message: 'Rate exceeded' }),
    });
  });
  return () => (isRefusing = false);
}

test.describe('a newcomer for whom there is no identity yet', () => {
  test.use({ expectedErrors: /status of 429/ });

  test('follows the rounds and is told the truth; votes and chat begin by themselves', async ({
    newScreen,
    openScreen,
  }) => {
    const [ann, bob] = [await newScreen(), await openScreen()];
    const endRefusal = await refuseIdentities(ann.page);
    await ann.visit('/');
    await expect(ann.title).not.toBeEmpty();
    await expect(ann.connection).toHaveText('Watching: voting and chat not connected yet', { timeout: 20_000 });
    await expect(ann.chatHint).toHaveText('You see every round. Voting and chat connect by themselves.');

    await ann.nickname.fill('Ann');
    await ann.say('Hello');
    await expect(ann.chatHint).toHaveText('Not connected yet. Your text is still here; send it in a moment.');
    await expect(ann.message).toHaveValue('Hello');

    const roundId = await withinRound([ann, bob], async () => {
      await ann.vote('love');
      await bob.vote('hate');
      await expect(ann.count('love')).toHaveText('1');
      await expect(ann.count('hate')).toHaveText('1');
    });
    await ann.endOf(roundId);
    await expect(ann.tally).toContainText('One of your votes did not arrive in time and does not count.');
    const [onAnns = [], onBobs = []] = (await Promise.all([ann.observedRounds(), bob.observedRounds()])).map((rounds) =>
      rounds.map((round) => round.roundId),
    );
    expect(onAnns.length).toBeGreaterThan(2);
    expect(onBobs.slice(onBobs.indexOf(onAnns[0] ?? '')).slice(0, onAnns.length)).toEqual(onAnns);

    endRefusal();
    await expect(async () => {
      await ann.vote('love');
      await expect(bob.count('love')).not.toHaveText('0', { timeout: 2000 });
    }).toPass({ timeout: 60_000 });
    await ann.isLive();
    await ann.send();
    await expect(bob.messages).toHaveText([/Hello/]);
    const [firstRound] = await ann.observedRounds();
    expect(firstRound?.roundId, 'the page was not reloaded').toBe(onAnns[0]);
  });
});

test.describe('the public snapshot', () => {
  test('may be cached for a second, and answers conditional requests', async ({ request }) => {
    const response = await request.get('/snapshot');
    const headers = response.headers();
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=0, s-maxage=1',
      'content-type': 'application/json',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers).not.toHaveProperty('set-cookie');
    const snapshot = (await response.json()) as PublicSnapshot;
    expect(snapshot.round?.roundId).toMatch(/^\d+$/);
    expect(snapshot.recentRounds).toBeInstanceOf(Array);
    await expect(async () => {
      const { etag = '' } = (await request.get('/snapshot')).headers();
      expect((await request.get('/snapshot', { headers: { 'if-none-match': etag } })).status()).toBe(304);
    }).toPass();
    const head = await request.head('/snapshot');
    expect(head.status()).toBe(200);
    expect(head.headers()['etag']).toMatch(/^"/);
    expect(await head.text()).toBe('');
  });

  test('is the same whatever else a request says, and no refusal can be cached in its place', async ({ request }) => {
    const known = new Set(Object.keys((await (await request.get('/snapshot')).json()) as object));
    const names = ['x-forwarded-host', 'x-original-url', 'x-rewrite-url', 'origin', 'accept-language', 'cookie'];
    for (const name of [...names, 'authorization', 'x-http-method-override', 'range']) {
      const response = await request.get('/snapshot', { headers: { [name]: 'evil.example' } });
      const body = await response.text();
      expect(response.status(), name).toBe(200);
      expect(new Set(Object.keys(JSON.parse(body) as object)), name).toEqual(known);
      expect(JSON.stringify(response.headers()) + body, name).not.toContain('evil.example');
    }
    const refused = [
      await request.get('/snapshot?x=1'),
      await request.get('/snapshot', { headers: { rsc: '1' } }),
      // Next.js answers this header of its other router with an empty object.
      await request.get('/snapshot', { headers: { 'x-middleware-prefetch': '1' } }),
      await request.post('/snapshot'),
      await request.fetch('/snapshot', { method: 'OPTIONS' }),
    ];
    expect(refused.map((response) => response.status())).toEqual([400, 400, 200, 405, 405]);
    for (const response of refused) expect(response.headers()['cache-control'] ?? '').not.toMatch(/public|s-maxage/);
  });
});
