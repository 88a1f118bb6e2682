/** Whatever a browser has stored, the page goes live: nothing stored may lock a viewer out. */
import type { Page } from '@playwright/test';
import { expect, test } from './test';

// Chromium reports each refused request.
test.use({ expectedErrors: /the server responded with a status of 4\d\d/ });

const unknownId = 'us-east-1:00000000-0000-4000-8000-000000000000';

/** Stored instead of an identity id. The last two look like one, and the backend refuses them. */
const identities = {
  garbage: 'garbage',
  'an empty text': '',
  '200 kB': 'x'.repeat(200_000),
  'another type': '{"id":7}',
  'an id of another region': unknownId.replace('us-east-1', 'eu-west-3'),
  'an id of another pool': unknownId,
};

const identityKey = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).find((key) => key.endsWith('.identityId')) ?? '');

test('replaces a stored identity that the backend refuses', async ({ openScreen }) => {
  const ann = await openScreen();
  const key = await identityKey(ann.page);
  for (const [name, stored] of Object.entries(identities)) {
    await test.step(name, async () => {
      await ann.page.evaluate(([key, stored]) => localStorage.setItem(key, stored), [key, stored] as const);
      await ann.reload();
      const id = await ann.page.evaluate((key) => localStorage.getItem(key), key);
      expect(id).toMatch(/^us-east-1:[0-9a-f-]{36}$/);
      expect(id).not.toBe(stored);
    });
  }
});

test('ignores broken items of its own and of other apps', async ({ openScreen }) => {
  const ann = await openScreen();
  await ann.page.evaluate(() => {
    for (const key of Object.keys(localStorage)) localStorage.setItem(key, '\u0000{');
    localStorage.setItem('matinee.ballots', '[{"roundId":"9999999999","votes":{"love":-1}}]');
    localStorage.setItem('matinee.hidden', '{"a":1}');
    localStorage.setItem('matinee.nickname', 'x'.repeat(200_000));
    for (const key of ['LastAuthUser', 'ann.idToken', 'ann.accessToken', 'ann.refreshToken'])
      localStorage.setItem(`CognitoIdentityServiceProvider.client.${key}`, 'ann');
    document.cookie = 'matinee.language=%E0%A4%A; path=/';
  });
  await ann.reload();
  await expect(ann.nickname).toHaveValue('');
  await ann.nickname.fill('Ann');
  await ann.say('Here I am');
  await expect(ann.messages).toHaveText([/Here I am/]);
});

for (const [name, fail] of Object.entries({
  'is full': () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
  },
  'is blocked': () => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      },
    });
  },
  'is damaged': () => {
    for (const method of ['getItem', 'setItem', 'removeItem'] as const)
      Storage.prototype[method] = () => {
        throw new DOMException('The file is corrupted.', 'UnknownError');
      };
  },
}))
  test(`keeps one identity while the storage ${name}`, async ({ newScreen }) => {
    const ann = await newScreen();
    await ann.page.addInitScript(fail);
    let identities = 0;
    ann.page.on('request', (request) => {
      if (request.headers()['x-amz-target'] === 'AWSCognitoIdentityService.GetId') identities += 1;
    });
    await ann.open();
    await ann.nickname.fill('Ann');
    await ann.say('Still the same');
    await expect(ann.messages).toHaveText([/Still the same/]);
    expect(identities).toBe(1);
  });
