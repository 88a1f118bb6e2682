/** A phone in Chromium that shows the live page. */
import { fileURLToPath } from 'node:url';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { build } from 'esbuild';
import { categories } from '../../../amplify/show';

/** One device pixel per layout pixel. More would measure software rendering, because there is no GPU. */
const device = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const liveWithinMs = 60_000;
/** Long enough to load the page on a slow processor. */
const settleMs = 3000;

export interface PhoneOptions {
  url: string;
  /** How many times slower than this machine the processor is. */
  slowdown?: number;
  /** Records `window.observations` (see `observers.ts`). They grow with time, so the heap is measured without them. */
  isObserved?: boolean;
  /** Another script of this project that runs in the page before anything else. */
  script?: URL;
}

export class Phone {
  private constructor(
    readonly page: Page,
    readonly devTools: CDPSession,
  ) {}

  static async open(browser: Browser, { url, slowdown = 1, isObserved = false, script }: PhoneOptions): Promise<Phone> {
    const context = await browser.newContext(device);
    const page = await context.newPage();
    const devTools = await context.newCDPSession(page);
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    if (isObserved) await page.addInitScript({ content: await bundled(new URL('./observers.ts', import.meta.url)) });
    if (script) await page.addInitScript({ content: await bundled(script) });
    await page.goto(url);
    await page.locator('[role=status][data-connection=live]').waitFor({ timeout: liveWithinMs });
    await page.waitForTimeout(settleMs);
    await page.waitForLoadState('networkidle');
    return new Phone(page, devTools);
  }

  /** Where to tap for each category. Looked up once, because it takes time on a slow processor. */
  async voteButtonCentres(): Promise<{ x: number; y: number }[]> {
    const centres = [];
    for (const category of categories) {
      const button = this.page.locator(`#vote-${category}`);
      await button.scrollIntoViewIfNeeded();
      const box = await button.boundingBox();
      if (!box) throw new Error(`There is no vote button for ${category}.`);
      centres.push({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
    }
    return centres;
  }

  /** Waits until the page accepts votes, for long enough that a tap counts. */
  async votingOpen(): Promise<void> {
    const isOpen = () => Number(document.querySelector('[role=timer]')?.textContent) >= 2;
    await this.page.waitForFunction(isOpen);
  }

  /** Waits until the page shows the next round. */
  async nextRound(): Promise<void> {
    const roundId = () => document.querySelector('[data-round-id]')?.getAttribute('data-round-id');
    const last = await this.page.evaluate(roundId);
    await this.page.waitForFunction(
      (id) => document.querySelector('[data-round-id]')?.getAttribute('data-round-id') !== id,
      last,
    );
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

async function bundled(script: URL): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(script)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
