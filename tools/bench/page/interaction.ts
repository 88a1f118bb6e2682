/** Measures how soon a tap on a vote button shows, on a slow phone while many others vote. */
import type { Browser } from '@playwright/test';
import { quantileOf } from '../../statistics/quantile';
import { atMost, row, type Row } from '../goal';
import type { Tap, TimedEvent } from './observers';
import { Phone } from './phone';

/** Pauses between taps, not synchronized with frames. */
const pauseMs = { least: 120, most: 320 };
/** Event Timing and the event may round the same time differently. */
const roundingMs = 1;
const reportedWithinMs = 500;

/**
 * Returns the time from each tap to the next paint, in milliseconds: the longest event that Event Timing reports, or for
 * shorter interactions the time until the main thread has completed the frame.
 */
export function interactionTimes(taps: Tap[], events: TimedEvent[]): number[] {
  return taps.map(({ downAt, clickAt, paintedMs }) => {
    const reported = events.filter(
      ({ startTime }) => startTime >= downAt - roundingMs && startTime <= clickAt + roundingMs,
    );
    return reported.length > 0 ? Math.max(...reported.map(({ duration }) => duration)) : (paintedMs ?? NaN);
  });
}

export interface Interactions {
  times: number[];
  /** From each click until the main thread had completed the next frame. */
  painted: number[];
}

/**
 * Taps vote buttons and measures each tap.
 *
 * @param slowdown - of the processor
 * @throws if a tap does not show
 */
export async function measureInteraction(
  browser: Browser,
  url: string,
  taps: number,
  slowdown: number,
): Promise<Interactions> {
  const phone = await Phone.open(browser, { url, slowdown, isObserved: true });
  const centres = await phone.voteButtonCentres();
  for (let tapped = 0; tapped < taps; tapped++) {
    const { x, y } = centres[tapped % centres.length] ?? { x: 0, y: 0 };
    await phone.votingOpen();
    await phone.page.touchscreen.tap(x, y);
    await phone.page.waitForTimeout(pauseMs.least + Math.random() * (pauseMs.most - pauseMs.least));
  }
  await phone.page.waitForFunction(
    (all) => window.observations.taps.filter(({ paintedMs }) => paintedMs !== null).length === all,
    taps,
  );
  // Event Timing reports a frame shortly after it.
  await phone.page.waitForTimeout(reportedWithinMs);
  const seen = await phone.page.evaluate(() => window.observations);
  await phone.close();
  return {
    times: interactionTimes(seen.taps, seen.events),
    painted: seen.taps.map(({ paintedMs }) => paintedMs ?? NaN),
  };
}

/** Compares taps while others vote with those while nobody does. */
export function interactionRows(quiet: Interactions, busy: Interactions): Record<string, Row> {
  const median = quantileOf(busy.times, 0.5);
  const quietMedian = quantileOf(quiet.times, 0.5);
  return {
    'interaction to next paint, 50 %': row(median, 'ms'),
    'the same while nobody else votes': row(quietMedian, 'ms'),
    'ratio of both': row(median / quietMedian, '', atMost(1.5), 2),
    'interaction to next paint, 98 %': row(quantileOf(busy.times, 0.98), 'ms', atMost(200)),
    'interaction to next paint, longest': row(Math.max(...busy.times), 'ms'),
    'main thread done with the frame, 50 %': row(quantileOf(busy.painted, 0.5), 'ms', undefined, 1),
    'main thread done with the frame, 98 %': row(quantileOf(busy.painted, 0.98), 'ms', undefined, 1),
  };
}
