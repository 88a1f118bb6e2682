import { describe, expect, it } from 'vitest';
import { markdownOf, withPart } from './report';

describe('a report in Markdown', () => {
  it('has the columns that some row fills', () => {
    const rows = { size: { figure: '3 kB', goal: 'at most 4 kB', result: 'met' }, '  of it | text': { figure: '1 kB' } };
    expect(markdownOf({ title: 'Page', rows })).toBe(
      ['| Page | figure | goal | result |', '| --- | --- | --- | --- |', '| size | 3 kB | at most 4 kB | met |', '| of it \\| text | 1 kB |  |  |'].join('\n'),
    );
  });
});

describe('a document', () => {
  const document = 'Prose.\n\n<!-- bench: a -->\nold\n<!-- /bench -->\n\n<!-- bench: b -->\nkept\n<!-- /bench -->\n';

  it('gets the part of one bench, and keeps all else', () => {
    expect(withPart(document, 'a', 'new')).toBe(document.replace('old', '\nnew\n'));
  });

  it('stays as it is when the same part is written again', () => {
    expect(withPart(withPart(document, 'a', 'new'), 'a', 'new')).toBe(withPart(document, 'a', 'new'));
  });

  it('must have a place for the part', () => {
    expect(() => withPart(document, 'c', 'new')).toThrow('no part between <!-- bench: c -->');
  });
});
