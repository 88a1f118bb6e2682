/** Runs in the page before all other scripts. Records when a vote button is released and when a counter changes. */
import { categories, type Category } from '../../../amplify/show';
import { afterFrame } from '../page/after-frame';

export interface Tap {
  category: Category;
  /** In milliseconds, on the clock that all pages of a machine share. */
  at: number;
}

export interface Change {
  category: Category;
  text: string;
  /** When the main thread had completed the frame with the change. */
  shownAt: number;
}

declare global {
  interface Window {
    counters: { taps: Tap[]; changes: Change[] };
  }
}

const counters: Window['counters'] = { taps: [], changes: [] };
window.counters = counters;

const now = () => performance.timeOrigin + performance.now();

addEventListener(
  'pointerup',
  ({ target, timeStamp }) => {
    const button = target instanceof Element ? target.closest('[id^=vote-]') : null;
    const category = categories.find((each) => button?.id === `vote-${each}`);
    if (category) counters.taps.push({ category, at: performance.timeOrigin + timeStamp });
  },
  { capture: true },
);

const texts = new Map<Category, string>();

function look(): void {
  for (const category of categories) {
    const text = document.querySelector(`[data-testid=count-${category}]`)?.textContent ?? '';
    if (text === texts.get(category)) continue;
    texts.set(category, text);
    afterFrame(() => counters.changes.push({ category, text, shownAt: now() }));
  }
}

new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
