import { describe, expect, it } from 'vitest';
import { hasCanonicalNumbers, areItemsEqual, keyOf, itemSizeBytes, type Item } from './item';
import { roundTable } from './tables.fixture';

describe('areItemsEqual', () => {
  it.each<[string, Item | undefined, Item | undefined, boolean]>([
    ['nothing and nothing', undefined, undefined, true],
    ['nothing and an item', undefined, {}, false],
    ['equal values', { a: { N: '1' }, b: { S: 'x' } }, { b: { S: 'x' }, a: { N: '1' } }, true],
    ['another value', { a: { N: '1' } }, { a: { N: '2' } }, false],
    ['another type', { a: { N: '1' } }, { a: { S: '1' } }, false],
    ['one attribute more', { a: { N: '1' } }, { a: { N: '1' }, b: { NULL: true } }, false],
    ['another attribute', { a: { N: '1' } }, { b: { N: '1' } }, false],
    ['a set in another order', { a: { SS: ['x', 'y'] } }, { a: { SS: ['y', 'x'] } }, true],
    ['a list in another order', { a: { L: [{ S: 'x' }, { S: 'y' }] } }, { a: { L: [{ S: 'y' }, { S: 'x' }] } }, false],
    [
      'an attribute named as a set',
      { SS: { L: [{ S: 'x' }, { S: 'y' }] } },
      { SS: { L: [{ S: 'y' }, { S: 'x' }] } },
      false,
    ],
    ['nested maps', { a: { M: { b: { SS: ['1', '2'] } } } }, { a: { M: { b: { SS: ['2', '1'] } } } }, true],
  ])('%s: %#', (_, left, right, expected) => {
    expect(areItemsEqual(left, right)).toBe(expected);
    expect(areItemsEqual(right, left)).toBe(expected);
  });
});

describe('keyOf', () => {
  it('returns the key of an item', () => {
    const item = { startsAt: { N: '10' }, show: { S: 'matinee' }, love: { N: '1' } };
    expect(keyOf(roundTable, item)).toEqual({ show: { S: 'matinee' }, startsAt: { N: '10' } });
  });

  it.each([
    ['an attribute is missing', { show: { S: 'matinee' } }],
    ['an attribute has another type', { show: { S: 'matinee' }, startsAt: { S: '10' } }],
    ['it is no item', 'matinee'],
    ['it is missing', undefined],
  ])('is undefined if %s', (_, attributes) => {
    expect(keyOf(roundTable, attributes)).toBeUndefined();
  });
});

it('counts the bytes of an item', () => {
  expect(itemSizeBytes({ id: { S: 'é' }, n: { N: '1234' }, ok: { BOOL: true }, b: { B: 'AAEC' } })).toBe(4 + 4 + 3 + 4);
  expect(itemSizeBytes({ set: { SS: ['ab', 'c'] }, list: { L: [{ S: 'a' }] }, map: { M: { k: { S: 'v' } } } })).toBe(
    6 + 9 + 8,
  );
});

describe('hasCanonicalNumbers', () => {
  it.each(['0', '7', '-7', '10', '1.5', '-0.25', '1784563210'])('%s is canonical', (number) => {
    expect(hasCanonicalNumbers({ a: { M: { b: { L: [{ N: number }] } } } })).toBe(true);
    expect(hasCanonicalNumbers({ a: { NS: ['1', number] } })).toBe(true);
  });

  it.each(['00', '07', '-0', '1.50', '1.', '.5', '1e3', '+1', '0.0'])('%s is not canonical', (number) => {
    expect(hasCanonicalNumbers({ a: { M: { b: { L: [{ N: number }] } } } })).toBe(false);
    expect(hasCanonicalNumbers({ a: { NS: ['1', number] } })).toBe(false);
  });

  it('checks only numbers', () => {
    expect(hasCanonicalNumbers({ N: { S: '007' }, NS: { SS: ['007'] } })).toBe(true);
  });
});
