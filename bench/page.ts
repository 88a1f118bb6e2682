/**
 * The page in production, as a phone has it: `npm run bench -- page [--quick] [--only weight,memory]`.
 * Figures stand beside their goals; a busy machine makes those of time worse than they are.
 */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from '@playwright/test';
import { FragileApp, outputsOf, urlOf } from '../e2e/app';
import { browserArguments, provideBrowser } from '../e2e/browser';
import type { Outputs } from '../live/backend';
import { measureInteraction } from './page/interaction';
import { measureWithLighthouse } from './page/lighthouse';
import { measureLongTasks } from './page/long-tasks';
import { measureMemory } from './page/memory';
import { Others, type Pace } from './page/others';
import { measureStability } from './page/stability';
import { measureWeight } from './page/weight';

const projectFolder = path.resolve(import.meta.dirname, '..');
const place = { port: 3310, backendPort: 4310, folder: '.amplify/bench-page' };
const url = urlOf(place);
const slowdown = 4;
const lively: Pace = { votesPerSecond: 10, messagesPerMinute: 30 };
/** Fills the chat to its limit before the slopes are taken; until then it grows by design. */
const talkative: Pace = { votesPerSecond: 10, messagesPerMinute: 360 };
const busy: Pace = { votesPerSecond: 50, messagesPerMinute: 30 };

const full = { rounds: 5, taps: 100, watchSeconds: 60, memorySeconds: 200 };
const quick: typeof full = { rounds: 1, taps: 30, watchSeconds: 15, memorySeconds: 30 };

const partNames = ['lighthouse', 'weight', 'stability', 'interaction', 'tasks', 'memory'] as const;

type PartName = (typeof partNames)[number];

function readOptions(): { length: typeof full; parts: readonly PartName[] } {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { quick: { type: 'boolean', default: false }, only: { type: 'string', default: partNames.join() } },
  });
  const parts = values.only.split(',').map((name) => {
    const part = partNames.find((each) => each === name);
    if (!part) throw new Error(`--only takes some of ${partNames.join()}, not ${name}.`);
    return part;
  });
  return { length: values.quick ? quick : full, parts };
}

export async function benchPage(): Promise<void> {
  const { length, parts } = readOptions();
  const browserFile = await provideBrowser();
  await rm(path.join(projectFolder, place.folder), { recursive: true, force: true });
  const app = new FragileApp(place);
  const end = () => void app.close().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);

  const measure: Record<PartName, () => Promise<void>> = {
    async lighthouse() {
      const { scores, findings } = await measureWithLighthouse(url, browserFile);
      console.table(scores);
      console.table(findings);
    },
    weight: () => inBrowser(async (browser) => console.table(await measureWeight(browser, url, projectFolder))),
    stability: () => amongOthers(lively, async (browser) => console.table(await measureStability(browser, url, length.rounds))),
    interaction: () => amongOthers(busy, async (browser) => console.table(await measureInteraction(browser, url, length.taps, slowdown))),
    tasks: () => amongOthers(busy, async (browser) => console.table(await measureLongTasks(browser, url, length.watchSeconds, slowdown))),
    async memory() {
      await app.close();
      await app.start('--round-seconds', '1');
      await amongOthers(talkative, async (browser) => console.table(await measureMemory(browser, url, length.memorySeconds)));
    },
  };

  async function inBrowser(work: (browser: Browser) => Promise<void>): Promise<void> {
    // Whoever ends the bench ends the app first.
    const browser = await chromium.launch({ executablePath: browserFile, args: browserArguments, handleSIGINT: false, handleSIGTERM: false });
    try {
      await work(browser);
    } finally {
      await browser.close();
    }
  }

  async function amongOthers(pace: Pace, work: (browser: Browser) => Promise<void>): Promise<void> {
    const outputs = JSON.parse(await readFile(outputsOf(place), 'utf8')) as Outputs;
    const others = await Others.enter(outputs, pace);
    try {
      await inBrowser(work);
      console.log(`Meanwhile: ${others.report}.\n`);
    } finally {
      await others.leave();
    }
  }

  try {
    await app.start();
    for (const part of parts) {
      console.log(`\n${part}`);
      await measure[part]();
    }
  } finally {
    await app.close();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end);
  }
}
