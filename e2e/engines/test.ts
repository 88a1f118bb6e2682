/** The fixtures of the tests in other engines than Chromium. They use the app and the viewers of the other tests. */
import { test as base, expect } from '../test';
import type { Engine } from './engine';
import { EngineScreen } from './engine-screen';
import { engineKinds, type EngineName } from './kinds';
import { Network } from './network';

export { expect };

interface RunningEngine {
  browser: Engine;
  network: Network;
}

interface Fixtures {
  /** Problems that a test causes on purpose. */
  expectedProblems: RegExp | null;
  size: { width: number; height: number };
  /** The screen of a new viewer in the engine: nothing stored, no page opened. */
  ann: EngineScreen;
  network: Network;
}

interface WorkerFixtures {
  engineName: EngineName;
  /** Null if this machine has none. */
  engine: RunningEngine | null;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  engineName: ['firefox', { scope: 'worker', option: true }],
  expectedProblems: [null, { option: true }],
  size: [{ width: 390, height: 844 }, { option: true }],

  engine: [
    async ({ engineName }, use) => {
      const { variable, start } = engineKinds[engineName];
      const file = process.env[variable];
      if (file === undefined) {
        await use(null);
        return;
      }
      const network = await Network.start();
      const browser = await start({ file, proxyPort: network.port });
      await use({ browser, network });
      await browser.close();
      network.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  network: async ({ engine, engineName }, use, testInfo) => {
    if (engine === null) {
      testInfo.skip(true, `${engineKinds[engineName].title} is missing.`);
      return;
    }
    await use(engine.network);
    engine.network.comeBack();
  },

  // The network is set up before the page and ends after it.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  ann: async ({ engine, network, expectedProblems, size }, use) => {
    if (engine === null) return;
    const page = await engine.browser.newPage(size);
    try {
      await use(new EngineScreen(page));
      const problems = await page.problems();
      expect(problems.filter((problem) => !expectedProblems?.test(problem))).toEqual([]);
    } finally {
      await page.close();
    }
  },
});
