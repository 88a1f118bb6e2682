import { expect, it } from 'vitest';
import { favouriteOf } from './favourite';
import { noVotes } from './show';

it.each([
  ['the category with the most votes', { meh: 2, hate: 48 }, 'hate'],
  ['the only category with votes', { unknown: 1 }, 'unknown'],
  ['the first of several in the order of the buttons', { like: 3, meh: 3, hate: 1 }, 'like'],
  ['undefined without votes', {}, undefined],
])('the favourite is %s', (_, votes, favourite) => {
  expect(favouriteOf({ ...noVotes, ...votes })).toBe(favourite);
});
