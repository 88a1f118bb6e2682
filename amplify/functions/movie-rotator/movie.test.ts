import { describe, expect, it } from 'vitest';
import { pickMovie, movieSchema, type Movie } from './movie';

const movie = (id: string): Movie => ({
  id,
  title: `The ${id}`,
  releaseDate: '1927-01-10',
  synopsis: 'Once upon a time.',
  poster: `/posters/${id}.svg`,
  source: 'catalogue',
});
const [a, b, c] = [movie('a'), movie('b'), movie('c')];

describe('a movie', () => {
  it('is what the screen needs', () => {
    expect(movieSchema.parse(a)).toEqual(a);
  });

  it.each([
    ['without an id', { id: '' }],
    ['without a title', { title: '' }],
    ['without a synopsis', { synopsis: '' }],
    ['without a poster', { poster: '' }],
    ['with a year for a date', { releaseDate: '1927' }],
    ['with a date that is in no calendar', { releaseDate: '1927-02-30' }],
    ['from elsewhere', { source: 'elsewhere' }],
  ])('%s is none', (_, difference) => {
    expect(movieSchema.safeParse({ ...a, ...difference }).success).toBe(false);
  });
});

describe('the draw', () => {
  it.each([
    [0, 'a'],
    [0.34, 'b'],
    [0.999999, 'c'],
  ])('picks by the random number: %d draws %s', (random, id) => {
    expect(pickMovie([a, b, c], [], () => random).id).toBe(id);
  });

  it('leaves out what was on lately', () => {
    for (const random of [0, 0.5, 0.999999]) expect(pickMovie([a, b, c], ['c', 'a'], () => random)).toBe(b);
  });

  it('does not care for recent movies that are not candidates', () => {
    expect(pickMovie([a], ['x', 'y'], () => 0.999999)).toBe(a);
  });

  it('takes the one that was on longest ago, where all were on', () => {
    expect(pickMovie([a, b, c], ['a', 'c', 'b'], () => 0)).toBe(b);
  });

  it('counts from the last time that a movie was on', () => {
    expect(pickMovie([a, b], ['b', 'a', 'b'], () => 0)).toBe(a);
  });

  it('needs a movie to draw from', () => {
    expect(() => pickMovie([], [], () => 0)).toThrow(RangeError);
  });
});
