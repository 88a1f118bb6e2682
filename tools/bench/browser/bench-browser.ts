/** Measures in Chromium: the time from a tap to the counters, and the processor time of watching. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { AppProcess, outputsOf, urlOf } from '../../../e2e/app';
import { browserArguments, provideBrowser } from '../../../e2e/browser';
import type { Outputs } from '../../../live/backend';
import { cleanUpOnSignal } from '../../command-line/clean-up-on-signal';
import { measureTaps } from './taps';
import { measureWatching } from './watching';
import type { Options } from '../options';
import { Others } from '../page/others';
import type { Report } from '../report';
import { projectFolder } from '../../project-folder';

const place = { port: 3320, backendPort: 4320, folder: '.amplify/bench-browser' };
const url = urlOf(place);
const votesPerSecond = 50;
/** Short, because only the first votes of a round are measured. */
const tappedRoundSeconds = 5;

const full = { taps: 100, watchSeconds: 60 };
const quick: typeof full = { taps: 20, watchSeconds: 15 };

export async function* benchBrowser({ isQuick }: Options): AsyncGenerator<Report> {
  const { taps, watchSeconds } = isQuick ? quick : full;
  const executablePath = await provideBrowser();
  await rm(path.join(projectFolder, place.folder), { recursive: true, force: true });
  const app = new AppProcess(place);
  const stopListening = cleanUpOnSignal(() => app.close());
  const browser = await chromium.launch({
    executablePath,
    args: browserArguments,
    handleSIGINT: false,
    handleSIGTERM: false,
  });
  try {
    await app.start('--round-seconds', String(tappedRoundSeconds));
    yield { title: 'From a tap to counters, in Chromium', rows: await measureTaps(browser, url, taps) };
    await app.close();

    await app.start();
    const idle = await measureWatching(browser, url, watchSeconds);
    const others = await Others.enter(JSON.parse(await readFile(outputsOf(place), 'utf8')) as Outputs, {
      votesPerSecond,
      messagesPerMinute: 0,
    });
    const busy = await measureWatching(browser, url, watchSeconds).finally(() => others.leave());
    yield {
      title: 'Processor time of a page per minute of watching',
      rows: {
        'nobody votes': idle,
        [`others cast ${votesPerSecond} votes a second`]: busy,
        meanwhile: { figure: others.report },
      },
    };
  } finally {
    await browser.close();
    await app.close();
    stopListening();
  }
}
