import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    // The AWS SDK's word on the future of Node 20, once for each worker.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{amplify,app,components,docs,e2e,languages,live,local,tools}/**/*.test.{ts,tsx}'],
          // `tools/bench/lighthouse` and `tools/bench/appsync-simulator` have packages of their own.
          exclude: ['**/node_modules/**', '**/*.integration.test.ts', 'tools/{attack,faults}/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{amplify,live,local,tools}/**/*.integration.test.ts'],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'attack',
          include: ['tools/attack/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['tools/faults/**/*.test.ts'],
          // Most of the time they wait for rounds.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
