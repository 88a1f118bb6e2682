/**
 * What the room feels, as it comes: votes told once a second flow until the next are likely to be told, and a full
 * house is sampled, so that a screen never has more to show than an eye can follow. Pure: the clock is an argument.
 */
import { categories, noVotes, type Category, type Counts } from '../amplify/show';
import { countsOf, excessOf, totalOf } from './counts';
import type { ShowState } from './show-reducer';

/** The totals are told about as often. */
export const flowIntervalMs = 1000;

/** Votes shown in one such time; of more, a sample. */
export const maxReactionsPerInterval = 8;

/** Those that come within such a time are handed on together: a screen then has one change to draw, not several. */
const groupMs = 250;

type Counted = Pick<ShowState, 'round' | 'counts' | 'ownVotes'>;

export interface VoteIncrease {
  /** Own votes, cast at this moment. */
  own: Counts;
  others: Counts;
}

/** By how much the counters on the screen rose from one state to the next; nothing where the round is another. */
export function voteIncrease(before: Counted, after: Counted): VoteIncrease {
  if (before.round?.roundId !== after.round?.roundId || before.counts === after.counts)
    return { own: noVotes, others: noVotes };
  const rise = excessOf(after.counts, before.counts);
  const mine = excessOf(after.ownVotes, before.ownVotes);
  // A ballot of before a reload is told long after its votes were counted: it raises `mine` alone.
  const own = excessOf(mine, excessOf(mine, rise));
  return { own, others: excessOf(rise, own) };
}

/** At most so many votes, as evenly divided as all of them, but with one at least of each category that has any. */
export function sampleOf(counts: Counts, most: number): Counts {
  const total = totalOf(counts);
  if (total <= most) return counts;
  const sample = countsOf(noVotes);
  for (const category of categories) {
    if (counts[category] > 0) sample[category] = Math.max(1, Math.floor((counts[category] * most) / total));
  }
  // The small ones that were kept are at the cost of the greatest.
  while (totalOf(sample) > most) {
    const [greatest] = categories.toSorted((a, b) => sample[b] - sample[a]);
    if (greatest) sample[greatest] -= 1;
  }
  return sample;
}

export interface ReactionFlowOptions {
  /** Shows a vote after a time in milliseconds. */
  show: (category: Category, delayMs: number) => void;
  /** Calls back after a time in milliseconds; returns how to cancel. */
  schedule: (delayMs: number, callback: () => void) => () => void;
  /** From 0 to 1. */
  random: () => number;
}

export class ReactionFlow {
  #waiting: Counts = noVotes;
  #paceMs = 0;
  #cancel: (() => void) | null = null;

  constructor(private readonly options: ReactionFlowOptions) {}

  /** These votes became known: they are shown one by one, the first at once unless others still wait. */
  add(votes: Counts): void {
    const all = countsOf(this.#waiting);
    for (const category of categories) all[category] += votes[category];
    this.#waiting = sampleOf(all, maxReactionsPerInterval);
    this.#paceMs = flowIntervalMs / Math.max(1, totalOf(this.#waiting));
    if (this.#cancel === null) this.#next();
  }

  /** Whatever waits is of no interest any more. */
  stop(): void {
    this.#waiting = noVotes;
    this.#cancel?.();
    this.#cancel = null;
  }

  #next(): void {
    this.#cancel = null;
    const size = Math.max(1, Math.round(groupMs / this.#paceMs));
    for (let place = 0; place < size; place++) {
      const category = this.#pick();
      if (category === null) break;
      this.#waiting = { ...this.#waiting, [category]: this.#waiting[category] - 1 };
      this.options.show(category, place * this.#paceMs);
      // Keeps the pace also where this was the last.
      this.#cancel ??= this.options.schedule(size * this.#paceMs, () => this.#next());
    }
  }

  /** By chance, each vote as likely as another. */
  #pick(): Category | null {
    let ticket = this.options.random() * totalOf(this.#waiting);
    for (const category of categories) {
      ticket -= this.#waiting[category];
      if (ticket < 0) return category;
    }
    return null;
  }
}
