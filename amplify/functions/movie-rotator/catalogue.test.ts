import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue';
import { movieSchema } from './movie';

const publicFolder = fileURLToPath(new URL('../../../public', import.meta.url));

/** Shapes, paint and grouping: nothing that runs, loads or depends on the fonts of a machine. */
const elements = new Set([
  ...['svg', 'defs', 'g', 'use', 'clipPath', 'mask', 'pattern', 'linearGradient', 'radialGradient', 'stop'],
  ...['path', 'circle', 'ellipse', 'rect', 'line', 'polygon', 'polyline', 'title', 'desc'],
]);

describe('the catalogue', () => {
  it('is long enough that a viewer sees no movie twice within minutes', () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(40);
  });

  it('has unique ids', () => {
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
  });

  it('is sorted by release date', () => {
    const dates = catalogue.map(({ releaseDate }) => releaseDate);
    expect(dates).toEqual(dates.toSorted());
  });

  it('has one poster per movie, and no unused poster', () => {
    const drawn = readdirSync(path.join(publicFolder, 'posters')).map((file) => `/posters/${file}`);
    expect(catalogue.map(({ poster }) => poster).sort()).toEqual(drawn.sort());
  });
});

describe.each(catalogue)('$title', (movie) => {
  it('matches the schema, with the source catalogue', () => {
    expect(movieSchema.parse(movie)).toEqual({ ...movie, source: 'catalogue' });
  });

  it('has an id that is valid in file names and URLs', () => {
    expect(movie.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

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
