import { expect, test } from 'vitest';
import { atLeast, atMost, medianRow, row } from './goal';

test.each([
  [180, atMost(200), 'at most 200 kB', 'met'],
  [200, atMost(200), 'at most 200 kB', 'met'],
  [203, atMost(200), 'at most 200 kB', 'missed by 3 kB'],
  [100, atLeast(100), 'at least 100 kB', 'met'],
  [97, atLeast(100), 'at least 100 kB', 'missed by 3 kB'],
])('%d kB against %o', (figure, goal, words, result) => {
  expect(row(figure, 'kB', goal)).toEqual({ figure: `${figure} kB`, goal: words, result });
});

test.each([
  [0.5963, atLeast(0.6), '0.60', 'met'],
  [0.5949, atLeast(0.6), '0.59', 'missed by 0.01'],
  [4.474, atMost(4.4666), '4.47', 'met'],
  [4.476, atMost(4.4666), '4.48', 'missed by 0.01'],
])('%d against %o is compared as printed', (figure, goal, text, result) => {
  expect(row(figure, '', goal, 2)).toMatchObject({ figure: text, result });
});

test('NaN meets no goal', () => {
  expect(row(NaN, 'ms', atMost(50)).result).toBe('missed by NaN ms');
});

test('a row without a goal has only a figure', () => {
  expect(row(1.234, '', undefined, 2)).toEqual({ figure: '1.23' });
});

test('medianRow shows the median, the minimum and the maximum', () => {
  expect(medianRow([0.71, 0.5, 0.62], '', atLeast(0.6), 2)).toEqual({
    figure: '0.62',
    spread: '0.50 to 0.71, 3 runs',
    goal: 'at least 0.60',
    result: 'met',
  });
});
