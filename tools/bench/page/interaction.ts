/** How soon a tap on a ticket shows, on a slow phone in a busy house. */
import type { Browser } from '@playwright/test';
import { quantileOf } from '../../statistics/quantile';
import { atMost, row, type Row } from '../goal';
import type { Tap, TimedEvent } from './observers';
import { Phone } from './phone';

/** People tap quickly, and never in step with the frames. */
const pauseMs = { least: 120, most: 320 };
/** Event Timing and the event itself may round the same moment differently. */
const roundingMs = 1;
const reportedWithinMs = 500;

/**
 * From each tap to the next paint, in milliseconds: the longest event of the interaction where Event Timing reports
 * one, else, for those too short for it, until the main thread had done the frame.
 */
export function interactionTimes(taps: Tap[], events: TimedEvent[]): number[] {
  return taps.map(({ downAt, clickAt, paintedMs }) => {
    const reported = events.filter(
      ({ startTime }) => startTime >= downAt - roundingMs && startTime <= clickAt + roundingMs,
    );
    return reported.length > 0 ? Math.max(...reported.map(({ duration }) => duration)) : (paintedMs ?? NaN);
  });
}

/**
 * @param slowdown - of the processor
 * @throws where not every tap shows
 */
export async function measureInteraction(
  browser: Browser,
  url: string,
  taps: number,
  slowdown: number,
): Promise<Record<string, Row>> {
  const phone = await Phone.open(browser, { url, slowdown, isObserved: true });
  const centres = await phone.voteButtonCentres();
  for (let tapped = 0; tapped < taps; tapped++) {
    const { x, y } = centres[tapped % centres.length] ?? { x: 0, y: 0 };
    await phone.page.touchscreen.tap(x, y);
    await phone.page.waitForTimeout(pauseMs.least + Math.random() * (pauseMs.most - pauseMs.least));
  }
  await phone.page.waitForFunction(
    (all) => window.observations.taps.filter(({ paintedMs }) => paintedMs !== null).length === all,
    taps,
  );
  // Event Timing tells of a frame a little after it.
  await phone.page.waitForTimeout(reportedWithinMs);
  const seen = await phone.page.evaluate(() => window.observations);
  await phone.close();
  const times = interactionTimes(seen.taps, seen.events);
  const painted = seen.taps.map(({ paintedMs }) => paintedMs ?? NaN);
  return {
    'interaction to next paint, 50 %': row(quantileOf(times, 0.5), 'ms'),
    'interaction to next paint, 98 %': row(quantileOf(times, 0.98), 'ms', atMost(50)),
    'interaction to next paint, longest': row(Math.max(...times), 'ms'),
    'main thread done with the frame, 50 %': row(quantileOf(painted, 0.5), 'ms', undefined, 1),
    'main thread done with the frame, 98 %': row(quantileOf(painted, 0.98), 'ms', undefined, 1),
    taps: { figure: `${taps}, processor ${slowdown}× slower` },
  };
}
