import { describe, expect, it } from 'vitest';
import { en } from '../../languages/en';
import type { CurrentRound } from '../../live/backend';
import { pageTitle } from './page-title';

const metropolis = { startsAt: 1000, endsAt: 1010, movie: { title: 'Metropolis' } } as CurrentRound;

describe('the title of the page', () => {
  it.each([
    ['the movie that is showing', metropolis, 1005, 'Metropolis · Matinee'],
    ['the last movie until the next round starts', metropolis, 1012, 'Metropolis · Matinee'],
    ['a description while the show is paused', metropolis, 1060, 'Matinee: a movie every 10 seconds'],
    ['a description before the first round', null, 1005, 'Matinee: a movie every 10 seconds'],
  ])('is %s', (_what, round, second, title) => {
    expect(pageTitle(en, round, second * 1000)).toBe(title);
  });
});
