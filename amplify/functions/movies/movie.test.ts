import { describe, expect, it } from 'vitest';
import { movieSchema, type Movie } from './movie';

const movie: Movie = {
  id: 'the-general',
  title: 'The General',
  releaseDate: '1927-01-10',
  synopsis: 'Once upon a time.',
  poster: '/posters/the-general.svg',
  source: 'catalogue',
};

describe('a movie', () => {
  it('has what the screen shows', () => {
    expect(movieSchema.parse(movie)).toEqual(movie);
  });

  it.each([
    ['without an id', { id: '' }],
    ['without a title', { title: '' }],
    ['without a synopsis', { synopsis: '' }],
    ['without a poster', { poster: '' }],
    ['with a year for a date', { releaseDate: '1927' }],
    ['with a date that is in no calendar', { releaseDate: '1927-02-30' }],
    ['from elsewhere', { source: 'elsewhere' }],
  ])('%s is invalid', (_, difference) => {
    expect(movieSchema.safeParse({ ...movie, ...difference }).success).toBe(false);
  });
});
