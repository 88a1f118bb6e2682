import { expect, it } from 'vitest';
import { nearest } from './nearest';

const words = ['the-general', 'the-golem', 'metropolis', 'nosferatu', 'the-passion-of-joan-of-arc'];

it.each([
  ['metropolis', 'metropolis'],
  ['the-genral', 'the-general'],
  ['nosferato', 'nosferatu'],
  ['golem', 'the-golem'],
  ['joan-of-arc', 'the-passion-of-joan-of-arc'],
])('suggests for %s first %s', (word, suggestion) => {
  expect(nearest(word, words, 3)[0]).toBe(suggestion);
});

it('suggests as many words as are asked for, or all', () => {
  expect(nearest('xyz', words, 2)).toHaveLength(2);
  expect(nearest('xyz', words, 9)).toHaveLength(words.length);
});
