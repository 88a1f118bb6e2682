import { describe, expect, it, test } from 'vitest';
import { sectionNames, withSection } from './sections';

const document =
  'Before.\n\n<!-- bench:a -->\nold\n<!-- /bench -->\n\nBetween.\n\n<!-- bench:b -->\nkept\n<!-- /bench -->\n';

describe('withSection', () => {
  it('replaces the content of the section and nothing else', () => {
    expect(withSection(document, 'bench', 'a', 'new $1')).toBe(document.replace('old', () => '\nnew $1\n'));
  });

  it('changes nothing when the same content is written again', () => {
    const written = withSection(document, 'bench', 'a', 'new');
    expect(withSection(written, 'bench', 'a', 'new')).toBe(written);
  });

  it.each([
    ['bench', 'c'],
    ['simulate', 'a'],
  ])('throws if the document has no section %s:%s', (command, name) => {
    expect(() => withSection(document, command, name, 'new')).toThrow(
      `no section "${name}" between <!-- ${command}:${name} -->`,
    );
  });
});

test('sectionNames lists the sections of one command', () => {
  expect(sectionNames(`${document}<!-- simulate:c -->`, 'bench')).toEqual(['a', 'b']);
});
