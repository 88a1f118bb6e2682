/**
 * Shows votes as a flow of reactions. Totals arrive about once a second, and their increase is spread over the second
 * until the next totals. Many votes are sampled, so that a screen never shows more reactions than the eye can follow.
 */
import { categories, noVotes, type Category, type Counts } from '../amplify/show';
import { countsOf, excessOf, totalOf } from './counts';
import type { ShowState } from './show-reducer';

/** The approximate interval between two updates of the totals. */
export const flowIntervalMs = 1000;

/** The maximum number of reactions shown in an interval. */
export const maxReactionsPerInterval = 8;

/** Reactions within this time are shown together, so that the screen renders once. */
const groupMs = 250;

type Counted = Pick<ShowState, 'round' | 'counts' | 'ownVotes'>;

export interface VoteIncrease {
  /** Votes of this guest, cast at this moment. */
  own: Counts;
  others: Counts;
}

/** Returns how much the counters increased from one state to the next, or no votes if the round changed. */
export function voteIncrease(before: Counted, after: Counted): VoteIncrease {
  if (before.round?.roundId !== after.round?.roundId || before.counts === after.counts)
    return { own: noVotes, others: noVotes };
  const increase = excessOf(after.counts, before.counts);
  const mine = excessOf(after.ownVotes, before.ownVotes);
  // Votes from before a reload were counted long before they are read from the storage. They increase `mine` only.
  const own = excessOf(mine, excessOf(mine, increase));
  return { own, others: excessOf(increase, own) };
}

/** Returns at most `max` votes in the same proportions, with at least one of each category that has votes. */
export function sampleOf(counts: Counts, max: number): Counts {
  const total = totalOf(counts);
  if (total <= max) return counts;
  const sample = countsOf(noVotes);
  for (const category of categories) {
    if (counts[category] > 0) sample[category] = Math.max(1, Math.floor((counts[category] * max) / total));
  }
  // The minimum of one vote per small category is taken from the largest category.
  while (totalOf(sample) > max) {
    const [largest] = [...categories].sort((a, b) => sample[b] - sample[a]);
    if (largest) sample[largest] -= 1;
  }
  return sample;
}

export interface ReactionFlowOptions {
  /** Shows a reaction after a delay in milliseconds. */
  show: (category: Category, delayMs: number) => void;
  /** Calls back after a delay in milliseconds; returns a function that cancels it. */
  schedule: (delayMs: number, callback: () => void) => () => void;
  /** Returns a number in [0, 1). */
  random: () => number;
}

/** Spreads votes over time. */
export class ReactionFlow {
  #pending: Counts = noVotes;
  #paceMs = 0;
  #cancel: (() => void) | null = null;

  constructor(private readonly options: ReactionFlowOptions) {}

  /** Adds votes. They are shown one by one, the first at once unless others are pending. */
  add(votes: Counts): void {
    const all = countsOf(this.#pending);
    for (const category of categories) all[category] += votes[category];
    this.#pending = sampleOf(all, maxReactionsPerInterval);
    this.#paceMs = flowIntervalMs / Math.max(1, totalOf(this.#pending));
    if (this.#cancel === null) this.#next();
  }

  /** Discards pending votes. */
  stop(): void {
    this.#pending = noVotes;
    this.#cancel?.();
    this.#cancel = null;
  }

  #next(): void {
    this.#cancel = null;
    const size = Math.max(1, Math.round(groupMs / this.#paceMs));
    for (let index = 0; index < size; index++) {
      const category = this.#pick();
      if (category === null) break;
      this.#pending = { ...this.#pending, [category]: this.#pending[category] - 1 };
      this.options.show(category, index * this.#paceMs);
      // Also after the last vote, so that votes added soon keep the pace.
      this.#cancel ??= this.options.schedule(size * this.#paceMs, () => this.#next());
    }
  }

  /** Picks a pending vote at random, each with the same probability. */
  #pick(): Category | null {
    let position = this.options.random() * totalOf(this.#pending);
    for (const category of categories) {
      position -= this.#pending[category];
      if (position < 0) return category;
    }
    return null;
  }
}
