/** Observes the rounds from inside the page: from outside, a change is noticed only after a delay. */
import type { Page } from '@playwright/test';
import { categories, noVotes, type Counts } from '../amplify/show';

const show = { categories, noVotes };

export interface ObservedRound {
  roundId: string;
  title: string;
  /** When the page showed it first, in epoch milliseconds. */
  at: number;
  /** The last counters that the page showed. */
  counts: Counts;
  /** The last result that the page showed; empty if it showed none. */
  result: string;
  /** Whether the page celebrated a record. */
  isCelebrated: boolean;
}

declare global {
  interface Window {
    observedRounds: ObservedRound[];
  }
}

/** Starts with the next document that the page loads. */
export async function observeRounds(page: Page): Promise<void> {
  await page.addInitScript(({ categories, noVotes }) => {
    window.observedRounds = [];
    const text = (selector: string) => document.querySelector(selector)?.textContent ?? '';
    const count = (category: string) => Number(text(`[data-testid="count-${category}"]`));
    const observe = () => {
      const roundId = document.querySelector<HTMLElement>('[data-round-id]')?.dataset['roundId'];
      if (!roundId) return;
      let round = window.observedRounds.at(-1);
      if (round?.roundId !== roundId) {
        round = { roundId, title: '', at: Date.now(), counts: noVotes, result: '', isCelebrated: false };
        window.observedRounds.push(round);
      }
      round.title = text('[data-round-id] h1');
      round.result = text('[data-result]') || round.result;
      round.isCelebrated ||= document.querySelector('[data-testid="record-seal"]') !== null;
      round.counts = { ...noVotes };
      for (const category of categories) round.counts[category] = count(category);
    };
    new MutationObserver(observe).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['data-round-id'],
    });
  }, show);
}
