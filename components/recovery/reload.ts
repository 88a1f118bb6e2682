/** When a page may reload itself: it must not do so again and again if that does not help. */
import { backoffMs } from '../../live/backoff';
import { schedule } from '../../live/schedule';

/** The minimum lifetime of a page that was reloaded, in milliseconds. */
const lifetimeMs = 60_000;

/**
 * Returns in how many milliseconds this page may reload itself. A page that somebody opened may do so at once.
 *
 * @param page how it was opened, and how long ago, in milliseconds
 */
export function reloadAllowedInMs({ type, ageMs }: { type: string; ageMs: number }): number {
  return type === 'reload' ? Math.max(0, lifetimeMs - ageMs) : 0;
}

/** Describes this page for `reloadAllowedInMs`: https://www.w3.org/TR/navigation-timing-2/ */
function thisPage(): { type: string; ageMs: number } {
  const [entry] = performance.getEntriesByType('navigation');
  const type = entry && 'type' in entry ? String(entry.type) : 'reload';
  return { type, ageMs: performance.now() };
}

/** Whether the server renders pages. Without it, a reload would replace this page by the browser's own error page. */
async function isServerUp(): Promise<boolean> {
  try {
    return (await fetch(location.href, { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

/** The time between two attempts while the server is down. */
const attempts = { baseMs: 10_000, capMs: 60_000 };

export interface ReloadOptions {
  /** Returns how this page was opened, and how long ago, in milliseconds. */
  page: () => { type: string; ageMs: number };
  isServerUp: () => Promise<boolean>;
  reload: () => void;
  /** Calls back after a delay in milliseconds; returns a function that cancels it. */
  schedule: (delayMs: number, callback: () => void) => () => void;
  /** Returns a number in [0, 1). */
  random: () => number;
}

/**
 * Reloads this page as soon as it may and the server is up. The pages of an audience that failed together do so one after
 * another.
 *
 * @param delayMs the earliest time, in milliseconds from now
 * @returns a function that cancels it
 */
export function reloadWhenPossible(delayMs: number, options: Partial<ReloadOptions> = {}): () => void {
  const { page, isServerUp, reload, schedule, random } = { ...thisBrowser, ...options };
  let isCancelled = false;
  let failures = 0;
  const attempt = async () => {
    const isUp = await isServerUp();
    if (isCancelled) return;
    if (isUp) {
      reload();
      return;
    }
    failures += 1;
    cancelScheduled = schedule(backoffMs(failures, attempts, random()), () => void attempt());
  };
  let cancelScheduled = schedule(Math.max(delayMs, reloadAllowedInMs(page())), () => void attempt());
  return () => {
    isCancelled = true;
    cancelScheduled();
  };
}

let isReloading = false;

/** Several parts may need a new page at the same time. A second call would start the navigation again. */
function reloadOnce(): void {
  if (isReloading) return;
  isReloading = true;
  location.reload();
}

const thisBrowser: ReloadOptions = {
  page: thisPage,
  isServerUp,
  reload: reloadOnce,
  schedule,
  random: Math.random,
};
