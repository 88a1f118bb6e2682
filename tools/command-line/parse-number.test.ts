import { expect, test } from 'vitest';
import { parseNumber, type NumberRange } from './parse-number';
import { UsageError } from './usage-error';

test.each<[string, NumberRange, number]>([
  ['1', { from: 1, to: 5 }, 1],
  ['5', { from: 1, to: 5, isWhole: true }, 5],
  ['0.1', { above: 0 }, 0.1],
])('parses %j', (value, range, number) => {
  expect(parseNumber('--n', value, range)).toBe(number);
});

test.each<[string, NumberRange, string]>([
  ['0', { from: 1, to: 1000, isWhole: true }, '--n takes a whole number from 1 to 1,000, not "0".'],
  ['2.5', { from: 1, isWhole: true }, '--n takes a whole number from 1, not "2.5".'],
  ['0', { above: 0, to: 5 }, '--n takes a number above 0, up to 5, not "0".'],
  ['Infinity', { above: 0 }, '--n takes a number above 0, not "Infinity".'],
  ['', { from: 0, to: 5 }, '--n takes a number from 0 to 5, not "".'],
  ['9', { from: 0, to: 5, because: 'the table is small' }, 'not "9": the table is small.'],
])('refuses %j and says what is allowed', (value, range, message) => {
  expect(() => parseNumber('--n', value, range)).toThrow(UsageError);
  expect(() => parseNumber('--n', value, range)).toThrow(message);
});
