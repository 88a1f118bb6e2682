import { describe, expect, it } from 'vitest';
import { withSection, withSections } from './sections';

const document =
  'Before.\n\n<!-- bench:a -->\nold\n<!-- /bench -->\n\nBetween.\n\n<!-- bench:b -->\nkept\n<!-- /bench -->\n';

describe('a section', () => {
  it('replaces what stands between its marks, and nothing else', () => {
    expect(withSection(document, 'bench', 'a', 'new $1')).toBe(document.replace('old', () => '\nnew $1\n'));
  });

  it('changes nothing when it is written again', () => {
    const written = withSection(document, 'bench', 'a', 'new');
    expect(withSection(written, 'bench', 'a', 'new')).toBe(written);
  });

  it.each([
    ['bench', 'c'],
    ['simulate', 'a'],
  ])('of %s, %s, must have a place', (command, name) => {
    expect(() => withSection(document, command, name, 'new')).toThrow(
      `no place for "${name}", between <!-- ${command}:${name} -->`,
    );
  });
});

describe('the sections of a document', () => {
  it('are written together', () => {
    expect(withSections(document, 'bench', { a: 'x', b: 'y' })).toBe(
      document.replace('old', '\nx\n').replace('kept', '\ny\n'),
    );
  });

  it('fill every place, and each has one', () => {
    expect(() => withSections(document, 'bench', { a: '' })).toThrow('a place for "b"');
    expect(() => withSections(document, 'bench', { a: '', b: '', delays: '' })).toThrow('no place for "delays"');
  });
});
