import { describe, expect, it, vi } from 'vitest';
import { catalogue } from './catalogue';
import type { Movie } from './movie';
import { createPlaylist, minMoviesBeforeRepeat, type PlaylistOptions } from './playlist';

const popular = (id: number): Movie => ({
  id: `tmdb-${id}`,
  title: `Popular ${id}`,
  releaseDate: '2025-05-01',
  synopsis: 'Everybody talks about it.',
  poster: 'https://image.tmdb.org/t/p/w500/x.jpg',
  source: 'tmdb',
});

/** The same numbers in every run. */
function randomNumbers(): () => number {
  let seed = 1;
  return () => (seed = (seed * 16807) % 2147483647) / 2147483647;
}

function programme(options: PlaylistOptions = {}) {
  const warn = vi.fn();
  return { warn, next: createPlaylist({ random: randomNumbers(), warn, ...options }) };
}

/** Draws so many movies as the rotator does, each knowing what came before it. */
async function draw(next: (recentIds: string[]) => Promise<Movie>, count: number): Promise<Movie[]> {
  const drawn: Movie[] = [];
  while (drawn.length < count) drawn.unshift(await next(drawn.map(({ id }) => id)));
  return drawn.reverse();
}

describe('without a key', () => {
  it.each([undefined, ''])('the catalogue plays, and TMDB is never asked (%o)', async (tmdbApiKey) => {
    const fetchPopular = vi.fn();
    const { next, warn } = programme({ tmdbApiKey, fetchPopular });
    expect(await next([])).toMatchObject({ source: 'catalogue' });
    expect(fetchPopular).not.toHaveBeenCalled();
    expect(warn).not.toHaveBeenCalled();
  });

  it('half of the catalogue is on before a film is on again, for hours', async () => {
    const { next } = programme();
    const ids = (await draw(next, 500)).map(({ id }) => id);
    for (const [index, id] of ids.entries()) {
      expect(ids.slice(Math.max(0, index - Math.floor(catalogue.length / 2)), index)).not.toContain(id);
    }
  });

  it('draws on from the catalogue when all of it was on, in no fixed order', async () => {
    const recentIds = catalogue.map(({ id }) => id);
    const [first, last] = await Promise.all([0, 0.99].map((draw) => createPlaylist({ random: () => draw })(recentIds)));
    expect(first?.id).not.toBe(last?.id);
    const justOn = recentIds.slice(0, Math.floor(catalogue.length / 2));
    expect(justOn).not.toContain(first?.id);
    expect(justOn).not.toContain(last?.id);
  });
});

describe('with a key', () => {
  it('the popular movies play, from pages at random', async () => {
    const fetchPopular = vi.fn(({ page }: { page: number }) => Promise.resolve([popular(page)]));
    const { next, warn } = programme({ tmdbApiKey: 'key', fetchPopular });
    await draw(next, 200);
    const pages = new Set(fetchPopular.mock.calls.map(([{ page }]) => page));
    expect([...pages].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(fetchPopular).toHaveBeenCalledWith(expect.objectContaining({ apiKey: 'key' }));
    expect(warn).not.toHaveBeenCalled();
  });

  it(`no movie of the last ${minMoviesBeforeRepeat} comes again`, async () => {
    const movies = Array.from({ length: minMoviesBeforeRepeat + 5 }, (_, index) => popular(index));
    const { next } = programme({ tmdbApiKey: 'key', fetchPopular: () => Promise.resolve(movies) });
    const ids = (await draw(next, 300)).map(({ id }) => id);
    for (const [index, id] of ids.entries()) {
      expect(ids.slice(Math.max(0, index - minMoviesBeforeRepeat), index)).not.toContain(id);
    }
    expect(new Set(ids).size).toBe(movies.length);
  });

  it.each([
    ['has nothing that was not on', () => Promise.resolve([popular(1)])],
    ['is empty', () => Promise.resolve([])],
  ])('the catalogue helps out where the page %s', async (_, fetchPopular) => {
    const { next, warn } = programme({ tmdbApiKey: 'key', fetchPopular });
    expect(await next(['tmdb-1'])).toMatchObject({ source: 'catalogue' });
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('while TMDB is away', () => {
  it('the catalogue plays on, with one warning; then TMDB is back; then another warning', async () => {
    const fetchPopular = vi.fn<NonNullable<PlaylistOptions['fetchPopular']>>();
    const { next, warn } = programme({ tmdbApiKey: 'key', fetchPopular });
    const sources = async () => (await draw(next, 3)).map(({ source }) => source);

    fetchPopular.mockRejectedValue(new Error('TMDB answered 503'));
    expect(await sources()).toEqual(['catalogue', 'catalogue', 'catalogue']);
    expect(warn.mock.calls).toEqual([['TMDB is away, the catalogue plays on: TMDB answered 503']]);

    fetchPopular.mockImplementation(({ page }) => Promise.resolve([popular(page), popular(page + 100)]));
    expect(await sources()).toEqual(['tmdb', 'tmdb', 'tmdb']);
    expect(warn).toHaveBeenCalledTimes(1);

    fetchPopular.mockRejectedValue('nobody knows');
    expect(await sources()).toEqual(['catalogue', 'catalogue', 'catalogue']);
    expect(warn).toHaveBeenCalledTimes(2);
  });
});
