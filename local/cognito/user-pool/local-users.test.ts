import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLocalUsers, invitedUsers, type LocalUser } from './local-users';
import { temporaryPasswordOf, violationOf } from './passwords';
import { userPool } from './user-pool.fixture';
import { UserStore } from './user-store';

const key = randomBytes(32);
const host = { email: 'host@example.com', groups: ['operators'] };

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'users-'));
  file = path.join(folder, 'pools/pool.json');
});
afterEach(() => rm(folder, { recursive: true }));

async function open(users: LocalUser[]): Promise<UserStore> {
  const store = await UserStore.open(file);
  await createLocalUsers(store, userPool, users, key);
  return store;
}

it('invites a user with a temporary password, which is the same after a restart', async () => {
  const [invited] = invitedUsers(await open([host]), key);
  expect(invited).toEqual({ email: host.email, temporaryPassword: expect.any(String) as string });
  expect(invitedUsers(await open([host]), key)).toEqual([invited]);
});

it('shows no password of a user who has chosen one', async () => {
  const store = await open([host]);
  for (const user of store.users) user.status = 'CONFIRMED';
  await store.save();
  expect(invitedUsers(await open([host]), key)).toEqual([{ email: host.email }]);
});

it('stores neither the password nor anything that others may read', async () => {
  const [invited] = invitedUsers(await open([host]), key);
  expect(await readFile(file, 'utf8')).not.toContain(invited?.temporaryPassword);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('changes the groups of a user who exists', async () => {
  await open([host]);
  const store = await open([{ email: 'HOST@example.com' }]);
  expect(store.users.map(({ email, groups }) => [email, groups])).toEqual([[host.email, []]]);
});

it('deletes a user who is not listed any more, and invites anew whoever is listed again', async () => {
  const other = { email: 'other@example.com' };
  const [invited] = invitedUsers(await open([host, other]), key);
  expect(invitedUsers(await open([other]), key)).toMatchObject([{ email: other.email }]);
  const [, again] = invitedUsers(await open([other, host]), key);
  expect(again).toMatchObject({ email: host.email });
  expect(again?.temporaryPassword).not.toBe(invited?.temporaryPassword);
});

it('refuses a group that the pool does not have', async () => {
  await expect(open([{ email: 'a@example.com', groups: ['admins'] }])).rejects.toThrow(
    'The user pool has no group admins for a@example.com.',
  );
});

it.each(['', '{', '{}', '{"signingKey":{},"users":[]}'])('names the file that contains %j', async (content) => {
  await open([]);
  await writeFile(file, content);
  await expect(open([])).rejects.toThrow(`${file} cannot be read: `);
});

it('makes temporary passwords that meet the policy, for each user and key another one', () => {
  const passwords = [key, randomBytes(32)].flatMap((secret) => ['a', 'b'].map((id) => temporaryPasswordOf(secret, id)));
  expect(new Set(passwords).size).toBe(4);
  for (const password of passwords) expect(violationOf(password, userPool.passwordPolicy)).toBeUndefined();
});
