import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NextConfig } from 'next';

// The Amplify console's variable. Built without the file, every page would say that it is missing.
if (process.env.AWS_APP_ID && !existsSync(join(process.cwd(), 'amplify_outputs.json'))) {
  throw new Error('There is no amplify_outputs.json to ship: the backend must be deployed before the app is built, as amplify.yml does.');
}

/** Of every response; the Content Security Policy of a page is in `middleware.ts`. */
const headers = Object.entries({
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}).map(([key, value]) => ({ key, value }));

const config: NextConfig = {
  headers: async () => [{ source: '/:path*', headers }],
  poweredByHeader: false,
  // `npm run dev` and a production build, which the tests make, do not get into each other's way.
  distDir: process.env.NODE_ENV === 'development' ? '.next-dev' : '.next',
  // Read at runtime from the project's folder, so that one build runs against any backend; hosting must ship it.
  outputFileTracingIncludes: { '/**': ['./amplify_outputs.json'] },
  // Title and pictures are in the head of every page; they wait for the same snapshot as the page itself.
  htmlLimitedBots: /.*/,
  // `npm run lint` and `npm run typecheck` do it, and `amplify.yml` the latter, for the whole project; a build is for the app alone.
  eslint: { ignoreDuringBuilds: true },
  typescript: { ignoreBuildErrors: true },
};

export default config;
