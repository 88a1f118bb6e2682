import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectFolder } from '../../tools/project-folder';
import { themeCss } from './theme';

const css = themeCss();

it('contains every token that the pages use', async () => {
  const files = await Promise.all(['app', 'components'].map(filesIn));
  const texts = await Promise.all(files.flat().map((file) => readFile(file, 'utf8')));
  // Names that end with a hyphen are completed by the code.
  const used = new Set(texts.flatMap((text) => text.match(/(?<=var\()--amplify-[a-z-]*/g) ?? []));
  expect(used.size).toBeGreaterThan(20);
  expect([...used].filter((name) => !css.includes(name.endsWith('-') ? name : `${name}:`))).toEqual([]);
});

it('is small, because it is part of every page', () => {
  expect(css.length).toBeLessThan(6500);
});

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(projectFolder, folder), { recursive: true });
  return entries
    .filter((entry) => /\.(css|tsx?)$/.test(entry) && !entry.includes('.test.'))
    .map((entry) => path.join(projectFolder, folder, entry));
}
