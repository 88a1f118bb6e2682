import { describe, expect, it } from 'vitest';
import { markdownOf } from './report';

describe('a report in Markdown', () => {
  it('has the columns that some row fills', () => {
    const rows = {
      size: { figure: '3 kB', goal: 'at most 4 kB', result: 'met' },
      '  of it | text': { figure: '1 kB' },
    };
    expect(markdownOf({ title: 'Page', rows })).toBe(
      [
        '| Page | figure | goal | result |',
        '| --- | --- | --- | --- |',
        '| size | 3 kB | at most 4 kB | met |',
        '| of it \\| text | 1 kB |  |  |',
      ].join('\n'),
    );
  });
});
