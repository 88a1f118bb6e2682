import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identitiesAfterRun, readIdentities, writeIdentities } from './identities';

const pool = 'eu-west-1:00000000-0000-4000-8000-000000000000';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'load-'));
});

afterEach(() => rm(folder, { recursive: true }));

it('returns no identities without a file', async () => {
  expect(await readIdentities(path.join(folder, 'none'), pool)).toEqual([]);
});

it('stores identities by pool, readable by this user only', async () => {
  await writeIdentities(folder, pool, ['a', 'b']);
  expect(await readIdentities(folder, pool)).toEqual(['a', 'b']);
  expect(await readIdentities(folder, 'eu-west-1:another')).toEqual([]);
  const [file = ''] = await readdir(folder);
  expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
});

it('replaces all identities of a pool', async () => {
  await writeIdentities(folder, pool, ['a', 'b']);
  await writeIdentities(folder, pool, ['c']);
  expect(await readIdentities(folder, pool)).toEqual(['c']);
  expect(await readdir(folder)).toHaveLength(1);
});

describe('identitiesAfterRun', () => {
  it.each<[string, string[], [string, boolean][], string[]]>([
    ['includes unused identities', ['a', 'b'], [], ['a', 'b']],
    ['appends new identities', ['a', 'b'], [['c', true]], ['a', 'b', 'c']],
    [
      'excludes identities that Cognito no longer knows',
      ['a', 'b'],
      [
        ['a', false],
        ['c', true],
      ],
      ['b', 'c'],
    ],
    [
      'excludes new identities that became invalid',
      ['a'],
      [
        ['c', true],
        ['c', false],
      ],
      ['a'],
    ],
  ])('%s', (_, before, changes, kept) => {
    expect(identitiesAfterRun(before, new Map(changes))).toEqual(kept);
  });
});

it('names an invalid file', async () => {
  await writeIdentities(folder, pool, []);
  const [file = ''] = await readdir(folder);
  await writeFile(path.join(folder, file), '{');
  await expect(readIdentities(folder, pool)).rejects.toThrow(`${file} is invalid`);
});
