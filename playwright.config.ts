import { defineConfig } from '@playwright/test';
import { sharedApp, startArguments, urlOf } from './e2e/app';
import { browserArguments, provideBrowser } from './e2e/browser';

// Through the environment, since every worker reads this file again.
process.env.CHROME_PATH = await provideBrowser();

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // One show plays for all, and every test votes and talks in it.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  globalTimeout: 15 * 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    baseURL: urlOf(sharedApp),
    actionTimeout: 10_000,
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env.CHROME_PATH, args: browserArguments },
  },
  webServer: {
    command: `node ${startArguments(sharedApp, '--fresh').join(' ')}`,
    url: urlOf(sharedApp),
    // The first start builds the app.
    timeout: 5 * 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
});
