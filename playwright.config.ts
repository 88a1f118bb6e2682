import { defineConfig } from '@playwright/test';
import { readyLine, sharedApps, startArguments } from './e2e/app';
import { browserArguments, provideBrowser } from './e2e/browser';

// An environment variable, since every worker evaluates this file again.
process.env.CHROME_PATH = await provideBrowser();

const frozen = /(accessibility|appearance|stage-states|synopsis|whole-text)\.spec\.ts/;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/engines/provide.ts',
  workers: sharedApps.length,
  // Tests of a show that does not change use the time in which the others wait for rounds, at a low priority.
  projects: [
    { name: 'frozen', testMatch: frozen, workers: 1 },
    { name: 'live', testIgnore: frozen, workers: sharedApps.length - 1 },
  ],
  forbidOnly: Boolean(process.env.CI),
  // A slow machine may need several rounds for the steps of one.
  timeout: 120_000,
  globalTimeout: (process.env.TEST_NIGHTLY ? 60 : 18) * 60_000,
  expect: {
    timeout: 10_000,
    // Versions of Chromium render text slightly differently; an icon of another color exceeds this.
    toHaveScreenshot: { maxDiffPixelRatio: 0.003, threshold: 0.25 },
  },
  snapshotPathTemplate: '{testDir}/appearance/{arg}{ext}',
  reporter: 'list',
  use: {
    actionTimeout: 10_000,
    // Screenshots would take more time than the tests on a small machine.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: { executablePath: process.env.CHROME_PATH, args: browserArguments },
  },
  webServer: sharedApps.map((app) => ({
    command: `node ${startArguments(app, '--fresh').join(' ')}`,
    wait: { stdout: readyLine },
    // The servers start one after the other, and the first one builds the app.
    timeout: 5 * 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  })),
});
