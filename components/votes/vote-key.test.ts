import { describe, expect, it } from 'vitest';
import { categories } from '../../amplify/show';
import { categoryOfKey } from './vote-key';

const codes = ['Digit1', 'Digit2', 'Digit3', 'Digit4', 'Digit5'];

describe('categoryOfKey', () => {
  it.each([
    ['an English', '12345'],
    ['a French', '&é"\'('],
    ['a Czech', '+ěščř'],
    ['a Slovak', '+ľščť'],
    ['an Arabic', '١٢٣٤٥'],
    ['a Persian', '۱۲۳۴۵'],
    ['a Hindi', '१२३४५'],
    ['a Bengali', '১২৩৪৫'],
    ['a Burmese', '၁၂၃၄၅'],
    ['a Thai', 'ๅ/-ภถ'],
    ['a Hebrew', '12345'],
    ['a Lithuanian', 'ąčęėį'],
    ['an Adlam', '𞥑𞥒𞥓𞥔𞥕'],
    ['a wide Japanese', '１２３４５'],
  ])('knows the first keys of %s keyboard', (_, keys) => {
    expect(Array.from(keys, (key, index) => categoryOfKey({ key, code: codes[index] ?? '' }))).toEqual(categories);
  });

  it('prefers the digit on a keyboard whose first row has another order', () => {
    expect(categoryOfKey({ key: '1', code: 'Digit4' })).toBe('love');
    expect(categoryOfKey({ key: '7', code: 'Digit2' })).toBeUndefined();
  });

  it('knows every digit of Unicode', () => {
    const digits = Array.from({ length: 0x110000 }, (_, point) => String.fromCodePoint(point)).filter((char) =>
      /^\p{Nd}$/u.test(char),
    );
    expect(digits.length % 10).toBe(0);
    digits.forEach((key, index) => expect(categoryOfKey({ key, code: '' })).toBe(categories[(index % 10) - 1]));
  });

  it.each([
    ['a dead key', { key: 'Dead', code: 'Digit2' }],
    ['a key of an input method', { key: 'Process', code: 'Digit2' }],
    ['the number pad', { key: '2', code: 'Numpad2' }],
    ['an Arabic number pad', { key: '٢', code: 'Numpad2' }],
    ['a virtual keyboard', { key: '2', code: '' }],
  ])('knows %s', (_, event) => {
    expect(categoryOfKey(event)).toBe('like');
  });

  it.each([
    ['a number pad that moves the cursor', { key: 'ArrowDown', code: 'Numpad2' }],
    ['a letter', { key: 'q', code: 'KeyQ' }],
    ['zero', { key: '0', code: 'Digit0' }],
    ['six', { key: '6', code: 'Digit6' }],
    ['a function key', { key: 'F1', code: 'F1' }],
    ['a Roman numeral', { key: 'Ⅱ', code: 'KeyW' }],
    ['a superscript', { key: '²', code: 'Backquote' }],
    ['nothing', { key: '', code: '' }],
  ])('ignores %s', (_, event) => {
    expect(categoryOfKey(event)).toBeUndefined();
  });
});
