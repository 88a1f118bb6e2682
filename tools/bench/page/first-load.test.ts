import { expect, test } from 'vitest';
import { firstLoadOf } from './first-load';

const html = '<link href="/a.css"><script src="/main.js"></script><script src="/page.js"></script>';

test('counts the scripts that the HTML names and the style sheets that block', () => {
  const resources = [
    { pathname: '/a.css', size: 4000, blocksPaint: true },
    { pathname: '/later.css', size: 1000, blocksPaint: false },
    { pathname: '/main.js', size: 100_000, blocksPaint: false },
    { pathname: '/page.js', size: 2500, blocksPaint: false },
    { pathname: '/later.js', size: 60_000, blocksPaint: false },
    { pathname: '/poster.svg', size: 20_000, blocksPaint: false },
  ];
  expect(firstLoadOf(resources, html)).toEqual({ scriptKb: 102.5, blockingSheets: 1 });
});
