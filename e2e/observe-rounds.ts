/** Observes the rounds from inside the page: from outside, a change is noticed only after a delay. */
import type { Page } from '@playwright/test';
import type { Counts } from '../amplify/show';

export interface ObservedRound {
  roundId: string;
  title: string;
  /** When the page showed it first, in epoch milliseconds. */
  at: number;
  /** The last counters that the page showed. */
  counts: Counts;
}

declare global {
  interface Window {
    observedRounds: ObservedRound[];
  }
}

/** Starts with the next document that the page loads. */
export async function observeRounds(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.observedRounds = [];
    const text = (selector: string) => document.querySelector(selector)?.textContent ?? '';
    const count = (category: string) => Number(text(`[data-testid="count-${category}"]`));
    const observe = () => {
      const roundId = document.querySelector<HTMLElement>('[data-round-id]')?.dataset['roundId'];
      if (!roundId) return;
      let round = window.observedRounds.at(-1);
      if (round?.roundId !== roundId) {
        round = { roundId, title: '', at: Date.now(), counts: { love: 0, like: 0, meh: 0, unknown: 0, hate: 0 } };
        window.observedRounds.push(round);
      }
      round.title = text('[data-round-id] h1');
      round.counts = {
        love: count('love'),
        like: count('like'),
        meh: count('meh'),
        unknown: count('unknown'),
        hate: count('hate'),
      };
    };
    new MutationObserver(observe).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['data-round-id'],
    });
  });
}
