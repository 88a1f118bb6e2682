import { defineConfig } from '@playwright/test';
import { readyLine, sharedApps, startArguments } from './e2e/app';
import { browserArguments, provideBrowser } from './e2e/browser';

// Through the environment, since every worker reads this file again.
process.env.CHROME_PATH = await provideBrowser();

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  workers: sharedApps.length,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  globalTimeout: 15 * 60_000,
  expect: {
    timeout: 10_000,
    // Versions of Chromium draw letters a little differently; icons of another colour are more than that.
    toHaveScreenshot: { maxDiffPixelRatio: 0.003, threshold: 0.25 },
  },
  snapshotPathTemplate: '{testDir}/appearance/{arg}{ext}',
  reporter: 'list',
  use: {
    actionTimeout: 10_000,
    // Pictures would cost a small machine more than the tests themselves.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: { executablePath: process.env.CHROME_PATH, args: browserArguments },
  },
  webServer: sharedApps.map((app) => ({
    command: `node ${startArguments(app, '--fresh').join(' ')}`,
    wait: { stdout: readyLine },
    // One is started after the other, and the first builds the app.
    timeout: 5 * 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  })),
});
