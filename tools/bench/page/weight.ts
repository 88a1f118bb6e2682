/** Measures the compressed size of the first load, as Chromium received it, until the page is live and idle. */
import { gzipSync } from 'node:zlib';
import path from 'node:path';
import type { Browser } from '@playwright/test';
import { build } from 'esbuild';
import { atMost, row, type Goal, type Row } from '../goal';
import { measureFirstLoad, type Resource } from './first-load';
import { Phone } from './phone';

/** The server's compression. */
const gzipLevel = 6;
/** Only the largest files are listed. */
const listedScripts = 8;
const goals: Record<string, Goal> = { JavaScript: atMost(200), CSS: atMost(20), ours: atMost(35) };
const beforeVotingKb = 140;
const maxBlockingSheets = 2;

/** Of a file, by its name. */
const kinds: [string, RegExp][] = [
  ['JavaScript', /\.js$/],
  ['CSS', /\.css$/],
  ['fonts', /\.woff2?$/],
  ['images', /\.(svg|png|jpe?g|webp|avif|ico)$/],
];

/** Returns the size of each kind, in kB (1000 bytes). */
export function weightByKind(resources: Resource[]): Map<string, number> {
  const weights = new Map<string, number>(kinds.map(([kind]) => [kind, 0]));
  for (const { pathname, size } of resources) {
    const kind = kinds.find(([, pattern]) => pattern.test(pathname))?.[0] ?? 'document and calls';
    weights.set(kind, (weights.get(kind) ?? 0) + size / 1000);
  }
  return weights;
}

export async function measureWeight(
  browser: Browser,
  url: string,
  emptyUrl: string,
  projectFolder: string,
): Promise<Record<string, Row>> {
  const [first, empty] = [await measureFirstLoad(browser, url), await measureFirstLoad(browser, emptyUrl)];
  const phone = await Phone.open(browser, { url });
  const resources = await phone.page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((entry) => ({
      pathname: new URL(entry.name).pathname,
      size: (entry as PerformanceResourceTiming).encodedBodySize,
    })),
  );
  await phone.close();
  const weights = [...weightByKind(resources)];
  const own = await ownCode(projectFolder);
  const scripts = resources.filter(({ pathname }) => pathname.endsWith('.js')).toSorted((a, b) => b.size - a.size);
  const parts = (whole: string, list: Resource[]) =>
    list.map(({ pathname, size }): [string, Row] => [
      `  ${whole}: ${pathname.replace('/_next/static/chunks/', '')}`,
      row(size / 1000, 'kB', undefined, 1),
    ]);
  return Object.fromEntries([
    ['JavaScript before one can vote', row(first.scriptKb, 'kB', atMost(beforeVotingKb), 1)],
    ['JavaScript of the empty page', row(empty.scriptKb, 'kB', undefined, 1)],
    ['style sheets that block the first paint', row(first.blockingSheets, '', atMost(maxBlockingSheets))],
    ...weights.map(([kind, size]): [string, Row] => [
      `${kind}, until the page is live and idle`,
      row(size, 'kB', goals[kind], 1),
    ]),
    [
      'JavaScript of the app itself, including parts loaded later',
      row(own.reduce((sum, { size }) => sum + size, 0) / 1000, 'kB', goals.ours, 1),
    ],
    ...parts('ours', own),
    ...parts('until live', scripts.slice(0, listedScripts)),
  ]);
}

/**
 * The client's own modules, minified and compressed, without any package: what it starts with, and each part loaded
 * later.
 */
async function ownCode(projectFolder: string): Promise<Resource[]> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: projectFolder,
    entryPoints: ['components/show/show.tsx'],
    outdir: '.amplify/bench-own-code',
    bundle: true,
    write: false,
    splitting: true,
    minify: true,
    metafile: true,
    packages: 'external',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    logLevel: 'error',
  });
  return outputFiles
    .filter((file) => file.path.endsWith('.js'))
    .map((file) => {
      const entryPoint = metafile.outputs[path.relative(projectFolder, file.path)]?.entryPoint;
      return {
        pathname: entryPoint ?? `shared by these: ${path.basename(file.path)}`,
        size: gzipSync(file.contents, { level: gzipLevel }).length,
      };
    });
}
