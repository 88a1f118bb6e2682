import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtInIds } from './built-in-movies.fixture';
import { catalogue, findMovie } from './catalogue';
import { findMissingPosters } from './missing-posters';

const publicFolder = fileURLToPath(new URL('../../../public', import.meta.url));

/** Shapes, paint and grouping: nothing that runs, loads or depends on the fonts of a machine. */
const elements = new Set([
  ...['svg', 'defs', 'g', 'use', 'clipPath', 'mask', 'pattern', 'linearGradient', 'radialGradient', 'stop'],
  ...['path', 'circle', 'ellipse', 'rect', 'line', 'polygon', 'polyline', 'title', 'desc'],
]);

describe('the catalogue', () => {
  it('has a file for each poster', () => {
    expect(findMissingPosters(catalogue, publicFolder)).toEqual([]);
  });

  it('has no poster of more than 1 MB, which would not load before its round', () => {
    const size = (poster: string) => readFileSync(path.join(publicFolder, poster)).length;
    expect(catalogue.map(({ poster }) => poster).filter((poster) => size(poster) > 1024 * 1024)).toEqual([]);
  });

  it('finds a movie by its id', () => {
    const last = catalogue.at(-1);
    expect(findMovie(last?.id ?? '')).toBe(last);
    expect(() => findMovie('no-such-movie')).toThrow('The catalogue has no movie "no-such-movie".');
  });
});

it('finds posters that have no file', () => {
  expect(
    findMissingPosters([{ poster: '/posters/none.jpg' }, { poster: '/icons/icon-192.png' }], publicFolder),
  ).toEqual(['/posters/none.jpg']);
});

// Not of movies that a project adds.
const builtIn = catalogue.filter(({ id }) => builtInIds.has(id));

it('has the built-in movies in the order of their release', () => {
  const dates = builtIn.map(({ releaseDate }) => releaseDate);
  expect(dates).toEqual(dates.toSorted());
});

describe.each(builtIn)('the built-in movie $title', (movie) => {
  it('has a synopsis that can be read within a round', () => {
    expect(movie.synopsis.length).toBeGreaterThanOrEqual(150);
    expect(movie.synopsis.length).toBeLessThanOrEqual(350);
    expect(movie.synopsis).toMatch(/^\S(.*\S)?[.!?]$/);
  });

  describe('has a poster that', () => {
    const svg = readFileSync(path.join(publicFolder, movie.poster), 'utf8');

    it('is upright, two to three', () => {
      const [, width, height] = /^<svg [^>]*viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
      expect(Number(width) / Number(height)).toBeCloseTo(2 / 3);
    });

    it('consists of shapes only, without text, scripts or styles', () => {
      const used = [...svg.matchAll(/<([^\s/>]+)/g)].map(([, element = '']) => element);
      expect(used.filter((element) => !elements.has(element))).toEqual([]);
      expect(svg).not.toMatch(/\s(on\w+|style)=/i);
    });

    it('has no external references', () => {
      expect(svg.match(/(href="|url\()(?!#)[^")]*/g)).toBeNull();
      expect(svg.match(/\w+:\/\/[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
    });

    it('is small enough to load before its round', () => {
      expect(svg.length).toBeLessThan(64 * 1024);
    });
  });
});
