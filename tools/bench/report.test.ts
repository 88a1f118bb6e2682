import { describe, expect, it } from 'vitest';
import { markdownOf, summaryOf, type Report } from './report';

describe('markdownOf', () => {
  it('has the columns that at least one row fills', () => {
    const rows = {
      size: { figure: '3 kB', goal: 'at most 4 kB', result: 'met' },
      '  of it | text': { figure: '1 kB' },
    };
    expect(markdownOf({ title: 'Page', rows })).toBe(
      [
        '| Page | figure | goal | result |',
        '| --- | ---: | --- | --- |',
        '| size | 3 kB | at most 4 kB | met |',
        '| of it \\| text | 1 kB |  |  |',
      ].join('\n'),
    );
  });
});

describe('summaryOf', () => {
  const goal = { figure: '3 ms', goal: 'at most 4 ms', result: 'met' };
  const detail = { figure: '1 ms' };

  it('keeps the rows with a goal, and drops tables without such rows', () => {
    const reports: Report[] = [
      { title: 'votes', rows: { delay: goal, rate: detail } },
      { title: 'conditions', rows: { rate: detail } },
    ];
    expect(summaryOf(reports)).toEqual([{ title: 'votes', rows: { delay: goal } }]);
  });

  it('keeps everything if no row has a goal', () => {
    const reports = [{ title: 'start', rows: { cold: detail } }];
    expect(summaryOf(reports)).toEqual(reports);
  });
});
