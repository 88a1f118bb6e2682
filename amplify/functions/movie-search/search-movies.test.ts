import { describe, expect, it, vi } from 'vitest';
import { catalogue } from '../movies/catalogue';
import { movieSchema, type Movie } from '../movies/movie';
import { TmdbKeyError } from '../movies/tmdb';
import { maxMovies, searchMovies, type SearchOptions } from './search-movies';

const movie = (title: string, year = 1926, source: Movie['source'] = 'catalogue'): Movie => ({
  id: `${source}-${title}-${year}`,
  title,
  releaseDate: `${year}-01-10`,
  synopsis: 'Once upon a time.',
  poster: '/posters/x.svg',
  source,
});
const titles = (movies: Movie[]) => movies.map(({ title }) => title);

const movies = [movie('Metropolis', 1927), movie('Häxan', 1922), movie('Faust'), movie('The General')];

function setUp(options: SearchOptions = {}) {
  const warn = vi.fn();
  const fetchMatching = vi.fn<NonNullable<SearchOptions['fetchMatching']>>().mockResolvedValue([]);
  return {
    warn,
    fetchMatching,
    search: (text: string) => searchMovies(text, { movies, fetchMatching, warn, ...options }),
  };
}

describe('without a key', () => {
  it.each([
    ['a part', 'etro', ['Metropolis']],
    ['other case', 'METRO', ['Metropolis']],
    ['no accents', 'haxan', ['Häxan']],
    ['other accents', 'fáùst', ['Faust']],
    ['combining accents', 'Ha\u0308x', ['Häxan']],
    ['blanks around it', '  general ', ['The General']],
    ['another title', 'Nosferatu', []],
    ['characters of a pattern', '.*', []],
  ])('finds titles of the catalogue by %s', async (_, text, expected) => {
    const { search, fetchMatching } = setUp();
    expect(titles(await search(text))).toEqual(expected);
    expect(fetchMatching).not.toHaveBeenCalled();
  });

  it.each(['', ' \n'])('lists the catalogue alphabetically for %j', async (text) => {
    const { search } = setUp();
    expect(titles(await search(text))).toEqual(['Faust', 'Häxan', 'Metropolis', 'The General']);
  });

  it(`lists at most ${maxMovies} movies`, async () => {
    const listed = await searchMovies('');
    expect(listed).toHaveLength(maxMovies);
    expect(catalogue.length).toBeGreaterThan(maxMovies);
    for (const found of listed) expect(movieSchema.parse(found)).toEqual(found);
  });
});

describe('with a key', () => {
  const apiKey = 'eyJhbGciOi.J9.x';
  const tmdbBaseUrl = 'http://localhost:1';

  it('adds movies of TMDB', async () => {
    const { search, fetchMatching } = setUp({ apiKey, tmdbBaseUrl });
    fetchMatching.mockResolvedValue([movie('Fausto', 1993, 'tmdb'), movie('Faust', 1960, 'tmdb')]);
    expect(titles(await search(' faust '))).toEqual(['Faust', 'Fausto', 'Faust']);
    expect(fetchMatching).toHaveBeenCalledWith({ apiKey, baseUrl: tmdbBaseUrl, text: 'faust', withinMs: 5000 });
  });

  it('has a movie of the same title and year once, that of the catalogue', async () => {
    const { search, fetchMatching } = setUp({ apiKey });
    const other = movie('Haxan!', 1922, 'tmdb');
    fetchMatching.mockResolvedValue([movie('HAXAN', 1922, 'tmdb'), other, other]);
    expect(await search('haxan')).toEqual([movies[1], other]);
  });

  it(`has at most ${maxMovies} movies`, async () => {
    const { search, fetchMatching } = setUp({ apiKey });
    fetchMatching.mockResolvedValue(Array.from({ length: 20 }, (_, index) => movie(`Faust ${index}`, 1960, 'tmdb')));
    const found = titles(await search('faust'));
    expect(found).toHaveLength(maxMovies);
    expect(found[0]).toBe('Faust');
  });

  it('asks TMDB for no list without a text', async () => {
    const { search, fetchMatching } = setUp({ apiKey });
    expect(await search(' ')).toHaveLength(movies.length);
    expect(fetchMatching).not.toHaveBeenCalled();
  });

  it.each([
    [
      new Error('TMDB answered 503 Service Unavailable'),
      'The search has only movies of the catalogue: TMDB answered 503 Service Unavailable.',
    ],
    [
      new TmdbKeyError('TMDB refuses the key'),
      'The search has only movies of the catalogue: TMDB refuses the key. Check TMDB_API_KEY.',
    ],
    ['unknown', 'The search has only movies of the catalogue: unknown.'],
  ])('still finds movies of the catalogue after %s', async (failure, warning) => {
    const { search, fetchMatching, warn } = setUp({ apiKey });
    fetchMatching.mockRejectedValue(failure);
    expect(titles(await search('faust'))).toEqual(['Faust']);
    expect(warn.mock.calls).toEqual([[warning]]);
  });
});
