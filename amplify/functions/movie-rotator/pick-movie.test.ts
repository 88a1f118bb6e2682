import { describe, expect, it } from 'vitest';
import type { Movie } from '../movies/movie';
import { pickMovie } from './pick-movie';

const movie = (id: string): Movie => ({
  id,
  title: `The ${id}`,
  releaseDate: '1927-01-10',
  synopsis: 'Once upon a time.',
  poster: `/posters/${id}.svg`,
  source: 'catalogue',
});
const [a, b, c] = [movie('a'), movie('b'), movie('c')];

describe('the draw', () => {
  it.each([
    [0, 'a'],
    [0.34, 'b'],
    [0.999999, 'c'],
  ])('picks by the random number: %d draws %s', (random, id) => {
    expect(pickMovie([a, b, c], [], () => random).id).toBe(id);
  });

  it('omits movies that were shown recently', () => {
    for (const random of [0, 0.5, 0.999999]) expect(pickMovie([a, b, c], ['c', 'a'], () => random)).toBe(b);
  });

  it('ignores recent movies that are not candidates', () => {
    expect(pickMovie([a], ['x', 'y'], () => 0.999999)).toBe(a);
  });

  it('picks the movie shown longest ago if all were shown recently', () => {
    expect(pickMovie([a, b, c], ['a', 'c', 'b'], () => 0)).toBe(b);
  });

  it('uses the last time that a movie was shown', () => {
    expect(pickMovie([a, b], ['b', 'a', 'b'], () => 0)).toBe(a);
  });

  it('throws without candidates', () => {
    expect(() => pickMovie([], [], () => 0)).toThrow(RangeError);
  });
});
