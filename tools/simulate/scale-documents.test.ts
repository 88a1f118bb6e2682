import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { sectionNames } from '../document/sections';
import { documentFolder } from '../document/write-sections';
import { scaleDocuments, scaleSections } from './scale-documents';

it.each(Object.entries(scaleDocuments))('writes every section of docs/%s and no other', async (document, names) => {
  const text = await readFile(path.join(documentFolder, document), 'utf8');
  expect(sectionNames(text, 'simulate')).toEqual(names);
});

it('puts each item of a list on its own line', () => {
  const rows = [{ viewers: '10', exceeded: 'this; that' }];
  const sections = scaleSections({
    exceeded: rows,
    delays: [],
    messages: [],
    chat: [],
    cost: [],
    designs: [],
    raises: [],
    joining: [],
    pace: [],
    quotas: [],
    writes: [],
    lease: [],
    late: [],
    services: [],
    sources: [],
  });
  expect(sections['scale.md']?.exceeded).toContain('| 10 | this<br>that |');
  expect(Object.keys(sections['appendix/simulation.md'] ?? {})).toEqual(scaleDocuments['appendix/simulation.md']);
});
