import { expect, test } from 'vitest';
import { weightByKind } from './weight';

test('resources are summed by kind, in kB', () => {
  const weights = weightByKind([
    { pathname: '/', size: 9000 },
    { pathname: '/_next/static/chunks/main.js', size: 40_000 },
    { pathname: '/_next/static/chunks/7.js', size: 500 },
    { pathname: '/_next/static/css/a.css', size: 4000 },
    { pathname: '/_next/static/media/f.woff2', size: 30_000 },
    { pathname: '/posters/p.svg', size: 2000 },
    { pathname: '/graphql', size: 1000 },
  ]);
  expect(Object.fromEntries(weights)).toEqual({
    JavaScript: 40.5,
    CSS: 4,
    fonts: 30,
    images: 2,
    'document and calls': 10,
  });
});

test('a kind without resources has no size', () => {
  expect(weightByKind([]).get('CSS')).toBe(0);
});
