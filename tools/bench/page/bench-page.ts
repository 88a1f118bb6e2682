/**
 * Measures the production page on a phone beside an empty page: `npm run bench -- page [--quick] [--only weight,memory]`.
 * On a busy machine, times are worse, and the ratios of both pages mean more.
 */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { AppProcess, outputsOf, urlOf } from '../../../e2e/app';
import { browserArguments, provideBrowser } from '../../../e2e/browser';
import type { Outputs } from '../../../live/backend';
import { cleanUpOnSignal } from '../../command-line/clean-up-on-signal';
import type { Row } from '../goal';
import type { Options, PagePart } from '../options';
import { serveEmptyPage, type EmptyPage } from './empty-page';
import { interactionRows, measureInteraction } from './interaction';
import { measureWithLighthouse } from './lighthouse';
import { measureLongTasks } from './long-tasks';
import { measureMemory } from './memory';
import { Others, type Pace } from './others';
import { measureStability } from './stability';
import { measureWeight } from './weight';
import type { Report } from '../report';
import { projectFolder } from '../../project-folder';

const place = { port: 3310, backendPort: 4310, folder: '.amplify/bench-page' };
const url = urlOf(place);
const slowdown = 4;
const lively: Pace = { votesPerSecond: 10, messagesPerMinute: 30 };
/** Fills the chat to its limit before the slopes are measured. */
const talkative: Pace = { votesPerSecond: 10, messagesPerMinute: 360 };
const busy: Pace = { votesPerSecond: 50, messagesPerMinute: 30 };

const full = { rounds: 5, taps: 100, watchSeconds: 60, memorySeconds: 200 };
const quick: typeof full = { rounds: 1, taps: 30, watchSeconds: 15, memorySeconds: 30 };

type Rows = Record<string, Row>;

export async function* benchPage({ isQuick, parts }: Options): AsyncGenerator<Report> {
  const length = isQuick ? quick : full;
  const browserFile = await provideBrowser();
  await rm(path.join(projectFolder, place.folder), { recursive: true, force: true });
  const app = new AppProcess(place);
  let emptyPage: EmptyPage | null = null;
  const close = async () => {
    await emptyPage?.close();
    await app.close();
  };
  const stopListening = cleanUpOnSignal(close);
  const emptyUrl = async () => (emptyPage ??= await serveEmptyPage()).url;

  const measure: Record<PagePart, () => Promise<Report>> = {
    async lighthouse() {
      const { rows, findings } = await measureWithLighthouse(url, await emptyUrl(), browserFile);
      console.table(findings);
      return { title: 'Lighthouse, as a phone', rows };
    },
    async weight() {
      const compared = await emptyUrl();
      return {
        title: 'First load',
        rows: await inBrowser((browser) => measureWeight(browser, url, compared, projectFolder)),
      };
    },
    stability: () => amongOthers('Stability', lively, (browser) => measureStability(browser, url, length.rounds)),
    async interaction() {
      const tap = (browser: Browser) => measureInteraction(browser, url, length.taps, slowdown);
      const quiet = await inBrowser(tap);
      return amongOthers('A tap on a slow phone', busy, async (browser) => ({
        ...interactionRows(quiet, await tap(browser)),
        taps: { figure: `${length.taps} and ${length.taps}, processor ${slowdown}× slower` },
      }));
    },
    tasks: () =>
      amongOthers('Long tasks on a slow phone', busy, (browser) =>
        measureLongTasks(browser, url, length.watchSeconds, slowdown),
      ),
    async memory() {
      await app.close();
      await app.start('--round-seconds', '1');
      return amongOthers('Memory of the page', talkative, (browser) =>
        measureMemory(browser, url, length.memorySeconds),
      );
    },
  };

  async function inBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
    // `cleanUpOnSignal` ends the app first.
    const browser = await chromium.launch({
      executablePath: browserFile,
      args: browserArguments,
      handleSIGINT: false,
      handleSIGTERM: false,
    });
    try {
      return await work(browser);
    } finally {
      await browser.close();
    }
  }

  async function amongOthers(title: string, pace: Pace, work: (browser: Browser) => Promise<Rows>): Promise<Report> {
    const outputs = JSON.parse(await readFile(outputsOf(place), 'utf8')) as Outputs;
    const others = await Others.enter(outputs, pace);
    try {
      const rows = await inBrowser(work);
      return { title, rows: { ...rows, meanwhile: { figure: others.report } } };
    } finally {
      await others.leave();
    }
  }

  try {
    await app.start();
    for (const part of parts) yield await measure[part]();
  } finally {
    await close();
    stopListening();
  }
}
