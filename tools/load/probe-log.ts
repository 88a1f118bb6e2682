/**
 * How long a vote takes to all screens. One viewer at a time casts a vote in a category that the others leave alone in
 * that round; so the next total of the category is this vote, whoever hears it. Pure, but for the histogram.
 */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { LRUCache } from 'lru-cache';
import { categories, type Category } from '../../amplify/show';
import { recordMs } from './metrics';

export interface Probe {
  roundId: string;
  /** The category's total with this vote. */
  total: number;
  /** When the vote was cast, in milliseconds of a clock that all threads share. */
  castAt: number;
}

interface Rise {
  castAt: number | undefined;
  /** Heard before it was known when the vote was cast. */
  early: { viewer: number; at: number }[];
}

/** The category that is kept for probes: another one from round to round, so that a run votes in all of them. */
export function probeCategoryOf(roundId: string): Category {
  // A prime that divides no length of a round.
  return categories[(Number(roundId) % 11) % categories.length] ?? 'love';
}

export class ProbeLog {
  /** From casting a vote to each screen that shows it, in microseconds. */
  readonly delays: RecordableHistogram = createHistogram();
  /** The same to the last of the screens, by probe, in milliseconds. */
  readonly longest = new Map<string, number>();
  /** Probes that may still be on their way. */
  readonly #rises = new LRUCache<string, Rise>({ max: 256 });
  /** By round: the last total that each viewer heard. */
  readonly #totals = new LRUCache<string, Uint32Array>({ max: 4 });

  /**
   * @param viewers - how many there will be; they are known by their numbers from 0
   * @param liveSince - who was not subscribed when a vote was cast does not count for it
   */
  constructor(
    private readonly viewers: number,
    private readonly liveSince: (viewer: number) => number,
  ) {}

  /** @param total - of the probes' category */
  recordTotal(viewer: number, roundId: string, total: number, at: number): void {
    const totals = this.#totals.get(roundId) ?? new Uint32Array(this.viewers);
    this.#totals.set(roundId, totals);
    const before = totals[viewer] ?? 0;
    if (total <= before) return;
    totals[viewer] = total;
    for (let each = before + 1; each <= total; each++) {
      const key = `${roundId} ${each}`;
      const rise = this.#riseOf(key);
      if (rise.castAt === undefined) rise.early.push({ viewer, at });
      else this.#record(key, rise.castAt, viewer, at);
    }
  }

  recordProbe({ roundId, total, castAt }: Probe): void {
    const key = `${roundId} ${total}`;
    const rise = this.#riseOf(key);
    rise.castAt = castAt;
    for (const { viewer, at } of rise.early.splice(0)) this.#record(key, castAt, viewer, at);
  }

  #record(key: string, castAt: number, viewer: number, at: number): void {
    if (this.liveSince(viewer) > castAt) return;
    const delayMs = at - castAt;
    recordMs(this.delays, delayMs);
    this.longest.set(key, Math.max(delayMs, this.longest.get(key) ?? 0));
  }

  #riseOf(key: string): Rise {
    const rise = this.#rises.get(key) ?? { castAt: undefined, early: [] };
    this.#rises.set(key, rise);
    return rise;
  }
}
