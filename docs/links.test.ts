/** Every relative link in a document leads to a file, and every anchor to a heading. */
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';

const projectFolder = path.resolve(import.meta.dirname, '..');

const documents = [
  ...(await readdir(projectFolder)),
  ...(await readdir(path.join(projectFolder, 'docs'), { recursive: true })).map((name) => path.join('docs', name)),
  ...(await readdir(path.join(projectFolder, 'local'))).map((name) => path.join('local', name)),
].filter((name) => name.endsWith('.md'));

/** The anchor that GitHub gives a heading: lower case, no punctuation, hyphens for spaces. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

function anchorsIn(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

function linksIn(text: string): string[] {
  const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g), ...text.matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
  const images = [...text.matchAll(/src="([^"]+)"/g)];
  return [...inline, ...images].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
}

it.each(documents)('the links in %s lead somewhere', (name) => {
  const file = path.join(projectFolder, name);
  const broken = linksIn(readFileSync(file, 'utf8')).filter((link) => {
    const [target = '', anchor] = link.split('#');
    const targetFile = target === '' ? file : path.resolve(path.dirname(file), target);
    return !existsSync(targetFile) || (anchor !== undefined && !anchorsIn(targetFile).includes(anchor));
  });
  expect(broken).toEqual([]);
});
