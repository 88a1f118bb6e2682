/** No text is cut off, in any window, text size, language and state of the show. */
import type { CDPSession, Page } from '@playwright/test';
import type { Language } from '../languages/language';
import type { Snapshot } from '../live/backend';
import { busyRecentRounds, busyShow, largeShow, newShow } from './frozen-show';
import { expect, test } from './frozen-test';
import { longNewShow, longPausedShow, longRecentRounds, longResult, longShow, longTitles } from './long-texts';
import { textFaults } from './text-faults';

interface Layout {
  window: [width: number, height: number];
  /** The default text size of the browser, in pixels. Media queries follow it, but not the size of the page's root. */
  textSize: number;
}

const layout = (width: number, height: number, textSize = 16): Layout => ({ window: [width, height], textSize });

/** One of each arrangement of the page, the tightest, and the usual size of text at 200 %. */
const fewLayouts = [layout(360, 640), layout(844, 390), layout(1280, 720), layout(390, 844, 32), layout(1440, 900, 32)];

/** From a small phone to a large display. The first is a laptop at a zoom of 500 %. */
const allLayouts = [
  layout(256, 144),
  layout(320, 480),
  layout(390, 844),
  layout(667, 375),
  layout(768, 1024),
  layout(820, 1180),
  layout(1024, 768),
  layout(1120, 700),
  layout(1280, 800),
  layout(1366, 650),
  layout(1440, 790),
  layout(1440, 900),
  layout(1920, 1080),
  layout(2560, 1300),
  ...fewLayouts,
  layout(320, 480, 24),
  layout(844, 390, 24),
  layout(1280, 800, 24),
  layout(320, 480, 32),
  layout(820, 1180, 32),
];

const [birds, bomb, zombies, japanese, arabic, village, assassination] = longTitles;

interface State {
  locale: Language;
  snapshot: Snapshot | null;
  layouts?: Layout[];
}

const states: Record<string, State[]> = {
  'a busy show': [
    { locale: 'en', snapshot: busyShow, layouts: allLayouts },
    { locale: 'ja', snapshot: busyShow },
    { locale: 'ar', snapshot: busyShow },
  ],
  'a long title': [
    { locale: 'en', snapshot: longShow(zombies), layouts: allLayouts },
    { locale: 'en', snapshot: longShow(birds) },
    { locale: 'es', snapshot: longShow(bomb), layouts: allLayouts },
    { locale: 'ja', snapshot: longShow(japanese) },
    { locale: 'ar', snapshot: longShow(arabic) },
    { locale: 'en', snapshot: longShow(village) },
    { locale: 'es', snapshot: { ...longShow(assassination), round: withRooms(longShow(assassination)) } },
  ],
  'the result': [
    { locale: 'en', snapshot: longResult(birds), layouts: allLayouts },
    { locale: 'es', snapshot: longResult(zombies, { isTie: true }), layouts: allLayouts },
    { locale: 'ja', snapshot: longResult(japanese) },
    { locale: 'ar', snapshot: longResult(arabic) },
  ],
  'before the first movie': [
    { locale: 'en', snapshot: longNewShow },
    { locale: 'es', snapshot: newShow, layouts: allLayouts },
    { locale: 'ja', snapshot: newShow },
    { locale: 'ar', snapshot: newShow },
  ],
  'no backend': [
    { locale: 'en', snapshot: null },
    { locale: 'es', snapshot: null, layouts: allLayouts },
    { locale: 'ja', snapshot: null },
    { locale: 'ar', snapshot: null },
  ],
  'a paused show': [
    { locale: 'en', snapshot: longPausedShow(zombies) },
    { locale: 'ar', snapshot: longPausedShow(arabic) },
  ],
};

for (const [name, variants] of Object.entries(states)) {
  for (const path of ['/', '/stage']) {
    test(`${path} shows all text: ${name}`, async ({ look, show }) => {
      const faults: string[] = [];
      for (const { locale, snapshot, layouts = fewLayouts } of variants) {
        show.recentRounds = snapshot === busyShow ? busyRecentRounds : longRecentRounds(busyRecentRounds);
        // More contrast leaves out the blurred background, which takes long to draw.
        const options = { locale, reducedMotion: 'reduce', contrast: 'more' } as const;
        const page = await look({ ...options, path, snapshot, isLive: snapshot !== null });
        const connection = page.getByRole('banner').locator('[data-connection]');
        if (snapshot) await expect(connection).toHaveAttribute('data-connection', /live|waiting|paused/);
        if (name === 'the result') await expect(page.locator('[data-result]')).toBeVisible();
        const title = snapshot?.round?.movie.title ?? '';
        for (const fault of await faultsIn(page, layouts)) {
          faults.push(`${locale}, “${title.slice(0, 12)}”, ${fault}`);
        }
        await page.context().close();
      }
      expect(faults).toEqual([]);
    });
  }
}

async function faultsIn(page: Page, layouts: Layout[]): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const faults: string[] = [];
  for (const { window, textSize } of layouts) {
    await session.send('Page.setFontSizes', { fontSizes: { standard: textSize, fixed: textSize } });
    await resize(session, ...window);
    for (const fault of await textFaults(page, window[0]))
      faults.push(`${window.join(' × ')}, text of ${textSize} px: ${fault}`);
  }
  return faults;
}

/** Faster than Playwright's own, which waits for a picture. */
async function resize(session: CDPSession, width: number, height: number): Promise<void> {
  await session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
}

function withRooms({ round }: Snapshot): Snapshot['round'] {
  return round && { ...round, expectedVoters: largeShow.round?.expectedVoters, rooms: largeShow.round?.rooms };
}
