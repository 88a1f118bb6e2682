import { describe, expect, it, vi } from 'vitest';
import { catalogue } from '../movies/catalogue';
import type { Movie } from '../movies/movie';
import { createRandomMovies, minMoviesBeforeRepeat, type RandomMoviesOptions } from './random-movies';
import { TmdbKeyError } from '../movies/tmdb';

const popular = (id: number): Movie => ({
  id: `tmdb-${id}`,
  title: `Popular ${id}`,
  releaseDate: '2025-05-01',
  synopsis: 'A popular movie.',
  poster: 'https://image.tmdb.org/t/p/w500/x.jpg',
  source: 'tmdb',
});

/** Returns the same numbers in every run. */
function randomNumbers(): () => number {
  let seed = 1;
  return () => (seed = (seed * 16807) % 2147483647) / 2147483647;
}

function createTestMovies(options: RandomMoviesOptions = {}) {
  const warn = vi.fn();
  return { warn, next: createRandomMovies({ random: randomNumbers(), warn, ...options }) };
}

/** Draws movies as the rotator does, each with the ids of the movies before it. */
async function draw(next: (recentIds: string[]) => Promise<Movie>, count: number): Promise<Movie[]> {
  const drawn: Movie[] = [];
  while (drawn.length < count) drawn.unshift(await next(drawn.map(({ id }) => id)));
  return drawn.reverse();
}

describe('without a key', () => {
  it('uses the catalogue and never calls TMDB', async () => {
    const fetchPopular = vi.fn();
    const { next, warn } = createTestMovies({ readTmdbApiKey: () => undefined, fetchPopular });
    expect(await next([])).toMatchObject({ source: 'catalogue' });
    expect(fetchPopular).not.toHaveBeenCalled();
    expect(warn).not.toHaveBeenCalled();
  });

  it('shows half of the catalogue before a movie is repeated', async () => {
    const { next } = createTestMovies();
    const ids = (await draw(next, 500)).map(({ id }) => id);
    for (const [index, id] of ids.entries()) {
      expect(ids.slice(Math.max(0, index - Math.floor(catalogue.length / 2)), index)).not.toContain(id);
    }
  });

  it('draws from the catalogue in random order after all of it was shown', async () => {
    const recentIds = catalogue.map(({ id }) => id);
    const [first, last] = await Promise.all(
      [0, 0.99].map((draw) => createRandomMovies({ random: () => draw })(recentIds)),
    );
    expect(first?.id).not.toBe(last?.id);
    const justOn = recentIds.slice(0, Math.floor(catalogue.length / 2));
    expect(justOn).not.toContain(first?.id);
    expect(justOn).not.toContain(last?.id);
  });
});

describe('with a key', () => {
  it('uses popular movies from random pages', async () => {
    const fetchPopular = vi.fn(({ page }: { page: number }) => Promise.resolve([popular(page)]));
    const { next, warn } = createTestMovies({ readTmdbApiKey: () => 'key', fetchPopular });
    await draw(next, 200);
    const pages = new Set(fetchPopular.mock.calls.map(([{ page }]) => page));
    expect([...pages].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(fetchPopular).toHaveBeenCalledWith(expect.objectContaining({ apiKey: 'key' }));
    expect(warn).not.toHaveBeenCalled();
  });

  it(`repeats none of the last ${minMoviesBeforeRepeat} movies`, async () => {
    const movies = Array.from({ length: minMoviesBeforeRepeat + 5 }, (_, index) => popular(index));
    const { next } = createTestMovies({ readTmdbApiKey: () => 'key', fetchPopular: () => Promise.resolve(movies) });
    const ids = (await draw(next, 300)).map(({ id }) => id);
    for (const [index, id] of ids.entries()) {
      expect(ids.slice(Math.max(0, index - minMoviesBeforeRepeat), index)).not.toContain(id);
    }
    expect(new Set(ids).size).toBe(movies.length);
  });

  it.each([
    ['has only recent movies', () => Promise.resolve([popular(1)])],
    ['is empty', () => Promise.resolve([])],
  ])('uses the catalogue if the page %s', async (_, fetchPopular) => {
    const { next, warn } = createTestMovies({ readTmdbApiKey: () => 'key', fetchPopular });
    expect(await next(['tmdb-1'])).toMatchObject({ source: 'catalogue' });
    expect(warn).not.toHaveBeenCalled();
  });
});

it('uses a key that is set or replaced later', async () => {
  const keys = [undefined, 'first', 'second'];
  const fetchPopular = vi.fn(({ page }: { page: number }) => Promise.resolve([popular(page)]));
  const { next } = createTestMovies({ readTmdbApiKey: () => keys.shift(), fetchPopular });
  expect((await draw(next, 3)).map(({ source }) => source)).toEqual(['catalogue', 'tmdb', 'tmdb']);
  expect(fetchPopular.mock.calls.map(([options]) => options)).toMatchObject([
    { apiKey: 'first' },
    { apiKey: 'second' },
  ]);
});

it.each([
  [300, 300],
  [9000, 5000],
])('gives TMDB the time until the round, at most five seconds: %i ms', async (withinMs, expected) => {
  const fetchPopular = vi.fn(() => Promise.resolve([popular(1)]));
  await createTestMovies({ readTmdbApiKey: () => 'key', fetchPopular }).next([], withinMs);
  expect(fetchPopular).toHaveBeenCalledWith(expect.objectContaining({ withinMs: expected }));
});

describe('while TMDB is unavailable', () => {
  it('uses the catalogue, and warns once per outage', async () => {
    const fetchPopular = vi.fn<NonNullable<RandomMoviesOptions['fetchPopular']>>();
    const { next, warn } = createTestMovies({ readTmdbApiKey: () => 'key', fetchPopular });
    const sources = async () => (await draw(next, 3)).map(({ source }) => source);

    fetchPopular.mockRejectedValue(new Error('TMDB answered 503'));
    expect(await sources()).toEqual(['catalogue', 'catalogue', 'catalogue']);
    expect(warn.mock.calls).toEqual([['TMDB is unavailable, using the catalogue: TMDB answered 503']]);

    fetchPopular.mockImplementation(({ page }) => Promise.resolve([popular(page), popular(page + 100)]));
    expect(await sources()).toEqual(['tmdb', 'tmdb', 'tmdb']);
    expect(warn).toHaveBeenCalledTimes(1);

    fetchPopular.mockRejectedValue('unknown error');
    expect(await sources()).toEqual(['catalogue', 'catalogue', 'catalogue']);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it('tells a refused key from an outage', async () => {
    const fetchPopular = vi.fn<NonNullable<RandomMoviesOptions['fetchPopular']>>();
    const { next, warn } = createTestMovies({ readTmdbApiKey: () => 'key', fetchPopular });
    fetchPopular.mockRejectedValue(new TmdbKeyError('TMDB refuses the key'));
    await draw(next, 2);
    fetchPopular.mockRejectedValue(new Error('TMDB answered 503'));
    await draw(next, 2);
    expect(warn.mock.calls).toEqual([
      ['TMDB refuses the key, using the catalogue. Check TMDB_API_KEY.'],
      ['TMDB is unavailable, using the catalogue: TMDB answered 503'],
    ]);
  });
});
