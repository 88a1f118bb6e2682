import { expect, test } from 'vitest';
import { withSections } from './document';

const document = 'Before.\n\n<!-- simulate:cost -->\n\nold\n\n<!-- /simulate -->\n\nAfter.\n';

test('replaces what stands between the marks, and nothing else', () => {
  const written = withSections(document, { cost: 'new $1' });
  expect(written).toBe(document.replace('old', () => 'new $1'));
  expect(withSections(written, { cost: 'new $1' })).toBe(written);
});

test('every place is filled, and every section has a place', () => {
  expect(() => withSections(document, {})).toThrow('a place for "cost"');
  expect(() => withSections(document, { cost: '', delays: '' })).toThrow('no place for "delays"');
});
