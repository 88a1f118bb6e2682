import { expect, test } from 'vitest';
import { count, dollars, milliseconds, percent } from './text';

test.each([
  [0, '0'],
  [0.0123, '0.012'],
  [4.26, '4.3'],
  [12_345, '12,300'],
  [Infinity, 'no end'],
  [NaN, '–'],
])('count(%d) is %s', (value, text) => expect(count(value)).toBe(text));

test.each([
  [0.000_123, '$0.00012'],
  [7.899, '$7.90'],
  [12_345_678, '$12,300,000'],
])('dollars(%d) is %s', (value, text) => expect(dollars(value)).toBe(text));

test.each([
  [415, '415 ms'],
  [1835, '1.8 s'],
  [Infinity, 'over 30 s'],
  [NaN, '–'],
])('milliseconds(%d) is %s', (value, text) => expect(milliseconds(value)).toBe(text));

test.each([
  [0.185, '19 %'],
  [1.07, '110 %'],
  [16.7, '× 17'],
])('percent(%d) is %s', (share, text) => expect(percent(share)).toBe(text));
