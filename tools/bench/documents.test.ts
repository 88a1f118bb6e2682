import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { sectionNames } from '../document/sections';
import { documentFolder } from '../document/write-sections';
import { benchDocuments, benchSections } from './documents';
import { benchNames } from './options';

const reports = [
  { title: 'Votes', rows: { delay: { figure: '3 ms', goal: 'at most 4 ms', result: 'met' }, rate: { figure: '9' } } },
];

it.each(Object.entries(benchDocuments))('writes every section of docs/%s and no other', async (document, names) => {
  const text = await readFile(path.join(documentFolder, document), 'utf8');
  expect(sectionNames(text, 'bench')).toEqual(names);
  const written = benchNames.flatMap((name) => Object.keys(benchSections(name, '', reports)[document] ?? {}));
  expect(written).toEqual(names);
});

it('writes rows with a goal to the summary and all rows to the appendix', () => {
  const sections = benchSections('votes', 'Measured.', reports);
  expect(sections['performance.md']?.votes).toMatch(/^Measured\.\n\n[^]*delay/);
  expect(sections['performance.md']?.votes).not.toContain('rate');
  expect(sections['appendix/benchmarks.md']?.votes).toContain('rate');
});
