import { playwright } from '@vitest/browser-playwright';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

const unitTests = ['{amplify,app,components,docs,e2e,languages,live,local,tools}/**/*.test.{ts,tsx}'];

// `tools/bench/lighthouse` and `tools/bench/appsync-simulator` have their own packages.
const notUnitTests = [
  '**/node_modules/**',
  '**/*.integration.test.ts',
  '**/*.component.test.tsx',
  'tools/{attack,faults}/**',
];

/** They replace modules, or configure Amplify, which others in the same worker would share. */
const isolatedTests = [
  'app/next-config.test.ts',
  'app/server-snapshot.test.ts',
  'app/snapshot/route.test.ts',
  'live/{connection,snapshot-poller}.test.ts',
  'local/appsync/amplify-client.test.ts',
  'local/cognito/identity-http.test.ts',
  'local/sigv4/verify.test.ts',
];

export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    // The AWS SDK warns once per worker that it will drop Node 20.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    // For a busy machine: a test that hangs fails late, and a slow one does not fail.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    // All cores; the default leaves one idle.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: unitTests,
          exclude: [...notUnitTests, ...isolatedTests],
          // The files of a worker share its modules, which takes half of the processor time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'unit-isolated', include: isolatedTests },
      },
      {
        extends: true,
        oxc: { jsx: { runtime: 'automatic' } },
        // Found while a test runs, a dependency would reload the page.
        optimizeDeps: {
          include: [
            'next/dynamic',
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-dev-runtime',
            '@aws-amplify/ui-react',
            'aws-amplify',
            'aws-amplify/auth',
            'aws-amplify/auth/cognito',
            'aws-amplify/data',
            'aws-amplify/utils',
          ],
        },
        test: {
          name: 'component',
          include: ['components/**/*.component.test.tsx'],
          globalSetup: ['e2e/browser.setup.ts'],
          setupFiles: ['components/theme/base.css'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                args: [
                  '--disable-gpu',
                  '--disable-background-networking',
                  '--disable-component-update',
                  '--disable-sync',
                ],
                // Read when the browser starts, after the global setup has found one.
                get executablePath() {
                  return process.env.CHROME_PATH;
                },
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{amplify,live,local,tools}/**/*.integration.test.ts'],
          // Each starts processes that use more than one core.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'attack',
          include: ['tools/attack/**/*.test.ts'],
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['tools/faults/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // They mostly wait for rounds.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
