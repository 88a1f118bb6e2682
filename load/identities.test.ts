import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readIdentities, writeIdentities } from './identities';

const pool = 'eu-west-1:00000000-0000-4000-8000-000000000000';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'load-'));
});

afterEach(() => rm(folder, { recursive: true }));

it('starts with none', async () => {
  expect(await readIdentities(path.join(folder, 'none'), pool)).toEqual([]);
});

it('keeps those of a pool, for this user only', async () => {
  await writeIdentities(folder, pool, ['a', 'b']);
  expect(await readIdentities(folder, pool)).toEqual(['a', 'b']);
  expect(await readIdentities(folder, 'eu-west-1:another')).toEqual([]);
  const [file = ''] = await readdir(folder);
  expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
});

it('says which file is broken', async () => {
  await writeIdentities(folder, pool, []);
  const [file = ''] = await readdir(folder);
  await writeFile(path.join(folder, file), '{');
  await expect(readIdentities(folder, pool)).rejects.toThrow(`${file} is broken`);
});
