/**
 * Who heard what was published. A client can't ask the server what it should have heard, but viewers can compare: what
 * one of them heard, or what its sender was told is on its way, all who were subscribed then should have heard, and as
 * often as most of them did. Pure.
 */

/** A viewer hears what is published from here on; before, it may have come too late for it, in milliseconds. */
const settlingInMs = 2000;

/** What has not come by then counts as missed, in milliseconds. */
export const deliveryTimeoutMs = 5000;

/** What comes after that is still known for what it is. */
const rememberMs = 60_000;

/**
 * @param publications - that are to be heard by all, in a second
 * @returns bytes that the trackers of so many viewers take together: one for each viewer and publication that is remembered
 */
export function deliveryTrackerBytes(viewers: number, publications: number): number {
  return (viewers * publications * (deliveryTimeoutMs + rememberMs)) / 1000;
}

export interface Deliveries {
  /** Different things that were published; the same again after a while is another. */
  published: number;
  /** What should have been heard: by each viewer who was subscribed all along. */
  due: number;
  missed: number;
  duplicated: number;
  /** Missed at first, and heard in the end. */
  late: number;
}

interface Notice {
  kind: string;
  firstAt: number;
  settledAt: number;
  /** How often each viewer heard it. */
  times: Uint8Array;
}

export const noDeliveries: Deliveries = { published: 0, due: 0, missed: 0, duplicated: 0, late: 0 };

export class DeliveryTracker {
  /** What was settled so far, by kind. */
  readonly totals = new Map<string, Deliveries>();
  readonly #liveSince: Float64Array;
  readonly #open = new Map<string, Notice>();
  readonly #settled = new Map<string, Notice>();

  /** @param viewers - how many there will be; they are known by their numbers from 0 */
  constructor(viewers: number) {
    this.#liveSince = new Float64Array(viewers).fill(Infinity);
  }

  /** Since when a viewer has been subscribed without a gap; infinity where it is not. */
  liveSince(viewer: number): number {
    return this.#liveSince[viewer] ?? Infinity;
  }

  joined(viewer: number, at: number): void {
    this.#liveSince[viewer] = at;
  }

  left(viewer: number): void {
    this.#liveSince[viewer] = Infinity;
  }

  /**
   * @param kind - of what was published, by which it is counted
   * @param id - the same for all who hear it, and for nothing else of its kind
   * @returns whether nobody here knew of it
   */
  received(viewer: number, kind: string, id: string, at: number): boolean {
    const key = `${kind} ${id}`;
    const past = this.#settled.get(key);
    if (past?.times[viewer] === 0 && this.#isDue(viewer, past)) {
      past.times[viewer] = 1;
      this.#countsOf(kind).late += 1;
      return false;
    }
    // Published once more.
    this.#settled.delete(key);
    const isNew = !this.#open.has(key);
    this.expectDelivery(kind, id, at);
    const times = this.#open.get(key)?.times;
    if (times) times[viewer] = (times[viewer] ?? 0) + 1;
    return isNew;
  }

  /** It was published, whoever heard it. */
  expectDelivery(kind: string, id: string, at: number): void {
    const key = `${kind} ${id}`;
    if (this.#open.has(key) || this.#settled.has(key)) return;
    this.#open.set(key, { kind, firstAt: at, settledAt: Infinity, times: new Uint8Array(this.#liveSince.length) });
  }

  /** Counts all that everybody has had time to hear. */
  settle(now: number): void {
    for (const [key, notice] of this.#open) {
      if (notice.firstAt + deliveryTimeoutMs > now) continue;
      this.#open.delete(key);
      this.#settled.set(key, Object.assign(notice, { settledAt: now }));
      this.#count(notice);
    }
    for (const [key, { settledAt }] of this.#settled) if (settledAt + rememberMs < now) this.#settled.delete(key);
  }

  #isDue(viewer: number, { firstAt }: Notice): boolean {
    return this.liveSince(viewer) + settlingInMs <= firstAt;
  }

  #count(notice: Notice): void {
    const { kind, times } = notice;
    const heardBy = [...times].filter((_, viewer) => this.#isDue(viewer, notice));
    const published = Math.max(1, mostCommon(heardBy));
    const counts = this.#countsOf(kind);
    counts.published += 1;
    for (const heard of heardBy) {
      counts.due += published;
      counts.missed += Math.max(0, published - heard);
      counts.duplicated += Math.max(0, heard - published);
    }
  }

  #countsOf(kind: string): Deliveries {
    const known = this.totals.get(kind) ?? { ...noDeliveries };
    this.totals.set(kind, known);
    return known;
  }
}

/** @returns 0 where there are no numbers */
function mostCommon(numbers: number[]): number {
  const occurrences = new Map<number, number>();
  for (const number of numbers) occurrences.set(number, (occurrences.get(number) ?? 0) + 1);
  let most = 0;
  for (const [number, count] of occurrences) if (count > (occurrences.get(most) ?? 0)) most = number;
  return most;
}
