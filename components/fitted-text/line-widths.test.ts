import { expect, test } from 'vitest';
import { lineWidths, maxLines } from './line-widths';

const titles = [
  'Faust',
  'The General',
  'Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb',
  'クレヨンしんちゃん 嵐を呼ぶ モーレツ!オトナ帝国の逆襲',
  'حكاية الأميرة كاغويا',
  'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch',
  '',
];

test.each(titles)('%s: more lines never need a wider box', (title) => {
  const widths = lineWidths(title);
  expect(widths).toHaveLength(maxLines);
  expect(widths).toEqual(widths.toSorted((a, b) => b - a));
});

test('a word is never narrower than in one line', () => {
  expect(new Set(lineWidths('Metropolis')).size).toBe(1);
});

test('two lines of a title of two words are as wide as the longer word', () => {
  const [one = 0, two = 0] = lineWidths('The General');
  expect(two).toBeCloseTo(lineWidths('General')[0] ?? 0, 1);
  expect(one).toBeGreaterThan(two);
});

test('a line may end after a hyphen, and between any two kana', () => {
  expect(lineWidths('Hitch-Hiker')[1]).toBeLessThan(lineWidths('HitchHiker')[1] ?? 0);
  const [one = 0, two = 0] = lineWidths('オトナ帝国');
  expect(one).toBeCloseTo(5.25, 1);
  expect(two).toBeCloseTo(3.15, 1);
});

test('punctuation stays with the ideograph before it', () => {
  expect(lineWidths('嵐。')[1]).toBe(lineWidths('嵐。')[0]);
});

test('combining marks take no width', () => {
  expect(lineWidths('e\u0301')).toEqual(lineWidths('e'));
});
