/**
 * Runs in the page before all other scripts. Records the layout shifts, taps and long tasks that the browser reports.
 * https://www.w3.org/TR/event-timing/, https://w3c.github.io/longtasks/, https://wicg.github.io/layout-instability/
 */
import { afterFrame } from './after-frame';

export interface Shift {
  at: number;
  value: number;
  /** The elements that moved. */
  sources: string[];
}

/** An entry of Event Timing, which reports interactions of 16 ms or more, in steps of 8 ms. */
export interface TimedEvent {
  startTime: number;
  duration: number;
}

export interface Tap {
  downAt: number;
  clickAt: number;
  /** From the click until the main thread had completed the next frame; null until then. */
  paintedMs: number | null;
}

export interface LongTask {
  startTime: number;
  duration: number;
}

/** A long animation frame and its work: https://w3c.github.io/long-animation-frames/ */
export interface LongFrame extends LongTask {
  work: { ms: number; what: string }[];
}

export interface Observations {
  shifts: Shift[];
  events: TimedEvent[];
  taps: Tap[];
  longTasks: LongTask[];
  longFrames: LongFrame[];
}

declare global {
  interface Window {
    observations: Observations;
  }
}

interface LayoutShiftEntry extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}

interface LongFrameEntry extends PerformanceEntry {
  /** Zero if nothing was rendered. */
  styleAndLayoutStart: number;
  scripts: {
    invoker: string;
    sourceURL: string;
    sourceFunctionName: string;
    duration: number;
    forcedStyleAndLayoutDuration: number;
  }[];
}

const observations: Observations = { shifts: [], events: [], taps: [], longTasks: [], longFrames: [] };
window.observations = observations;

observe<LayoutShiftEntry>('layout-shift', ({ startTime, value, hadRecentInput, sources }) => {
  // As in Web Vitals: users expect shifts that follow their own input.
  if (!hadRecentInput)
    observations.shifts.push({ at: startTime, value, sources: sources.map(({ node }) => nameOf(node)) });
});

observe<PerformanceEventTiming & { interactionId: number }>(
  'event',
  ({ startTime, duration, interactionId }) => {
    if (interactionId > 0) observations.events.push({ startTime, duration });
  },
  { durationThreshold: 16 },
);

observe('longtask', ({ startTime, duration }) => observations.longTasks.push({ startTime, duration }));

observe<LongFrameEntry>('long-animation-frame', ({ startTime, duration, styleAndLayoutStart, scripts }) => {
  // The browser reports only scripts of 5 ms or more.
  const work = scripts.map((script) => ({
    ms: script.duration,
    what:
      `${script.invoker} ${script.sourceFunctionName} ${script.sourceURL.split('/').at(-1)}, ` +
      `layout forced ${Math.round(script.forcedStyleAndLayoutDuration)} ms`,
  }));
  if (styleAndLayoutStart > 0)
    work.push({ ms: startTime + duration - styleAndLayoutStart, what: 'style, layout and paint' });
  observations.longFrames.push({ startTime, duration, work });
});

let downAt = 0;
addEventListener('pointerdown', ({ timeStamp }) => (downAt = timeStamp), { capture: true });
addEventListener(
  'click',
  ({ timeStamp }) => {
    const tap: Tap = { downAt, clickAt: timeStamp, paintedMs: null };
    observations.taps.push(tap);
    afterFrame(() => (tap.paintedMs = performance.now() - timeStamp));
  },
  { capture: true },
);

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- `type` determines the type of the entries
function observe<Entry extends PerformanceEntry>(
  type: string,
  note: (entry: Entry) => void,
  options: object = {},
): void {
  const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => note(entry as Entry)));
  observer.observe({ type, buffered: true, ...options });
}

/** Describes an element, up to the nearest ancestor with an id or a class, which names the CSS module. */
function nameOf(node: Node | null): string {
  const element = node instanceof Element ? node : node?.parentElement;
  if (!element) return 'something gone';
  const name = [
    element.tagName.toLowerCase(),
    element.id && `#${element.id}`,
    ...[...element.classList].map((each) => `.${each}`),
  ].join('');
  return element.id || element.classList.length > 0 || !element.parentElement
    ? name
    : `${nameOf(element.parentElement)} ${name}`;
}
