import { expect, it } from 'vitest';
import { markdownTable } from './markdown-table';

it('aligns figures right', () => {
  expect(markdownTable([{ viewers: '10', exceeded: 'nothing' }])).toBe(
    '| viewers | exceeded |\n| ---: | --- |\n| 10 | nothing |',
  );
});

it('trims and escapes cells, and leaves missing ones empty', () => {
  expect(markdownTable([{ name: ' a | b', 'goal ': 'none' }, { name: 'c' }])).toBe(
    '| name | goal |\n| --- | --- |\n| a \\| b | none |\n| c |  |',
  );
});

it('is empty without rows', () => {
  expect(markdownTable([])).toBe('');
});
