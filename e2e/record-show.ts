/** Records inside the page what it shows and when: from outside, a moment can only be met late. */
import type { Page } from '@playwright/test';
import type { Counts } from '../amplify/show';

export interface SeenRound {
  roundId: string;
  title: string;
  /** When it came on the screen, in epoch milliseconds. */
  at: number;
  /** The counters as they last stood. */
  counts: Counts;
}

declare global {
  interface Window {
    seenRounds: SeenRound[];
  }
}

/** Starts with the next document that the page loads. */
export async function recordShow(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.seenRounds = [];
    const text = (selector: string) => document.querySelector(selector)?.textContent ?? '';
    const count = (category: string) => Number(text(`[data-testid="count-${category}"]`));
    const look = () => {
      const roundId = document.querySelector<HTMLElement>('[data-round-id]')?.dataset['roundId'];
      if (!roundId) return;
      let round = window.seenRounds.at(-1);
      if (round?.roundId !== roundId) {
        round = { roundId, title: '', at: Date.now(), counts: { love: 0, like: 0, meh: 0, unknown: 0, hate: 0 } };
        window.seenRounds.push(round);
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
    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['data-round-id'],
    });
  });
}
