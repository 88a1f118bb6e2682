/** The README names the browsers that the build targets, and Baseline 2024, which the style sheets may use, covers them. */
import browserslist from 'browserslist';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import project from '../package.json' with { type: 'json' };

const oldest = Object.fromEntries(
  project.browserslist.map((query) => {
    const [name = '', version = ''] = query.split(' >= ');
    return [name, version];
  }),
);

it('the README names the oldest versions', () => {
  const readme = readFileSync(path.join(import.meta.dirname, '..', 'README.md'), 'utf8');
  expect(oldest).toMatchObject({ edge: oldest['chrome'], android: oldest['chrome'], ios_saf: oldest['safari'] });
  const { chrome, firefox, safari } = oldest;
  expect(readme).toContain(
    `Chrome, Edge and Android WebView from ${chrome}, Firefox from ${firefox}, and Safari on macOS and iOS from ${safari}`,
  );
});

it('every version has Baseline 2024', () => {
  const withBaseline = new Set(browserslist('baseline 2024'));
  // Only the newest version of Android WebView is known. It has the engine of Chrome.
  const lacking = browserslist(project.browserslist.filter((query) => !query.startsWith('android'))).filter(
    (browser) => !withBaseline.has(browser),
  );
  expect(lacking).toEqual([]);
});
