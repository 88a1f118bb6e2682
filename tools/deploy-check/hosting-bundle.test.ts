import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkBundle, measureBundle } from './hosting-bundle';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'build-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (name: string, content: string) => {
  await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
  await writeFile(path.join(folder, name), content);
};

it('adds up the build and what it traced, each file once, without the cache', async () => {
  const trace = JSON.stringify({ version: 1, files: ['../../node_modules/a.js', 'page.js'] });
  await write('node_modules/a.js', 'x'.repeat(1000));
  await write('node_modules/unused.js', 'x'.repeat(5000));
  await write('.next/server/page.js', 'x'.repeat(100));
  await write('.next/server/page.js.nft.json', trace);
  await write('.next/server/other.js.nft.json', trace);
  await write('.next/cache/large', 'x'.repeat(9000));
  expect(await measureBundle(path.join(folder, '.next'))).toBe(1000 + 100 + 2 * trace.length);
});

it('measures nothing without a build', async () => {
  expect(await measureBundle(path.join(folder, '.next'))).toBeUndefined();
});

it('finds an app of more than 220 MB', () => {
  expect(checkBundle(220 * 1024 * 1024)).toEqual([]);
  expect(checkBundle(221 * 1024 * 1024)).toEqual(['The app has 221 MB, more than 220 MB.']);
});
