import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeSections } from './write-sections';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sections-'));
  await writeFile(path.join(folder, 'a.md'), '<!-- bench:x -->\n<!-- /bench -->\n');
  await writeFile(path.join(folder, 'b.md'), '<!-- bench:x -->\n<!-- /bench -->\n');
});
afterEach(() => rm(folder, { recursive: true }));

const read = (name: string) => readFile(path.join(folder, name), 'utf8');

it('writes each document its own text', async () => {
  await writeSections('bench', { 'a.md': { x: 'short' }, 'b.md': { x: 'long' } }, folder);
  expect(await read('a.md')).toContain('short');
  expect(await read('b.md')).toContain('long');
});

it('writes no document if one lacks a section', async () => {
  await expect(writeSections('bench', { 'a.md': { x: 'new' }, 'b.md': { y: 'new' } }, folder)).rejects.toThrow(
    'no section "y"',
  );
  expect(await read('a.md')).not.toContain('new');
});
