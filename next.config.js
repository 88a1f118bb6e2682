import { existsSync } from 'node:fs';
import { join } from 'node:path';
import nextPackage from 'next/package.json' with { type: 'json' };
import { responseHeaders } from './response-headers.js';

// `AWS_APP_ID` is set by the Amplify console. A build without the file would serve pages that cannot reach a backend.
if (process.env.AWS_APP_ID && !existsSync(join(process.cwd(), 'amplify_outputs.json'))) {
  throw new Error('amplify_outputs.json is missing: deploy the backend before building the app, as amplify.yml does.');
}

const isDevelopment = process.env.NODE_ENV === 'development';

/** Headers of Next.js's client router, which the app does not use. */
const routerHeaders = [
  'rsc',
  'next-router-state-tree',
  'next-router-prefetch',
  'next-router-segment-prefetch',
  'next-hmr-refresh',
];

const routerRequests = routerHeaders.map((key) => ({
  source: '/:path*',
  has: [{ type: /** @type {const} */ ('header'), key }],
  destination: '/router-request',
}));

/**
 * A group of webpack's chunks: a page, or what it loads later.
 *
 * @typedef {{ name?: string | null, getParents: () => ChunkGroup[] }} ChunkGroup
 */

/** @type {(group: ChunkGroup) => boolean} */
function isOfHost(group) {
  const parents = group.getParents();
  return group.name === 'app/host/page' || (parents.length > 0 && parents.every(isOfHost));
}

/**
 * @param {{ optimization: { splitChunks: { chunks?: unknown, cacheGroups: Record<string, unknown> } } }} config of webpack
 * @param {{ isServer: boolean, dev: boolean }} build
 */
function withSharedChunks(config, { isServer, dev }) {
  if (!isServer && !dev) {
    const styles = {
      name: 'styles',
      type: 'css/mini-extract',
      test: (/** @type {{ identifier: () => string }} */ module) =>
        !/[\\/]components[\\/](stage|host)[\\/]/.test(module.identifier()),
      chunks: 'all',
      enforce: true,
    };
    // Every page loads both error pages. They would each contain this.
    const failure = {
      name: 'failure',
      test: /[\\/](recovery[\\/](error-page|reload)|layout[\\/](message-page|wordmark)|languages[\\/](failure|language))\.tsx?$/,
      chunks: 'all',
      enforce: true,
    };
    const { splitChunks } = config.optimization;
    Object.assign(splitChunks.cacheGroups, { styles, failure });
    // The page for operators shares no chunk of its own with the others: smaller ones compress worse.
    splitChunks.chunks = (/** @type {{ groupsIterable: Iterable<ChunkGroup> }} */ chunk) =>
      ![...chunk.groupsIterable].every(isOfHost);
  }
  return config;
}

/** @type {import('next').NextConfig} */
const config = {
  headers: () =>
    Promise.resolve([
      { source: '/:path*', headers: Object.entries(responseHeaders).map(([key, value]) => ({ key, value })) },
    ]),
  // The development server updates pages by such requests.
  rewrites: () => Promise.resolve({ beforeFiles: isDevelopment ? [] : routerRequests, afterFiles: [], fallback: [] }),
  // Posters are served as they are.
  images: { unoptimized: true },
  poweredByHeader: false,
  // Separate folders let `npm run dev` and a production build, which the tests create, run at the same time.
  distDir: isDevelopment ? '.next-dev' : '.next',
  // The app reads this file at run time, so that one build works with any backend. It must be deployed with the app.
  outputFileTracingIncludes: { '/**': ['./amplify_outputs.json'] },
  // The head of every page contains the movie's title and image, which wait for the same snapshot as the page.
  htmlLimitedBots: /.*/,
  // `npm run lint` and `npm run typecheck` check the whole project. `amplify.yml` runs the type check before a build.
  // Next.js 16 has no such option, since its build does not lint.
  ...(nextPackage.version.startsWith('15.') && { eslint: { ignoreDuringBuilds: true } }),
  typescript: { ignoreBuildErrors: true },
  // One style sheet, since each delays the first paint by a request. It also has what a page loads later. The stage and
  // the page for operators have others: the sheet of the phones fits into the first packets of a connection.
  experimental: { cssChunking: false },
  ...(nextPackage.version.startsWith('15.') && { webpack: withSharedChunks }),
};

export default config;
