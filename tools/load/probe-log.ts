/**
 * Measures how long a vote takes to reach all screens. One viewer at a time votes in a category that is reserved in that
 * round, so the next total of the category contains exactly this vote.
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
  /** Deliveries that arrived before the time of the vote was known. */
  early: { viewer: number; at: number }[];
}

/** The category that is reserved for probes. It changes with each round, so that a run votes in all of them. */
export function probeCategoryOf(roundId: string): Category {
  // A prime that divides no length of a round.
  return categories[(Number(roundId) % 11) % categories.length] ?? categories[0];
}

export class ProbeLog {
  /** From casting a vote to each screen that shows it, in microseconds. */
  readonly delays: RecordableHistogram = createHistogram();
  /** The same to the last of the screens, by probe, in milliseconds. */
  readonly longest = new Map<string, number>();
  /** Probes that may not have reached all screens yet. */
  readonly #rises = new LRUCache<string, Rise>({ max: 256 });
  /** The last total that each viewer received, by round. */
  readonly #totals = new LRUCache<string, Uint32Array>({ max: 4 });

  /**
   * @param viewers - the number of viewers, which are numbered from 0
   * @param liveSince - a viewer who subscribed after a vote is not expected to show it
   */
  constructor(
    private readonly viewers: number,
    private readonly liveSince: (viewer: number) => number,
  ) {}

  /** @param total - of the probe category */
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
