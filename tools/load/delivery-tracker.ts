/**
 * Tracks which viewer received which publication. A client can't ask the server what it should have received, but
 * viewers can be compared: if one of them received a publication, or the backend confirmed its publication, then
 * all viewers subscribed at that time should have received it, as often as most of them did. A chat message is for the
 * viewers in its room only.
 */

/** A viewer must have been subscribed for this long before a publication is expected to reach it, in milliseconds. */
const settlingInMs = 2000;

/** A publication that has not arrived after this time counts as missed, in milliseconds. */
export const deliveryTimeoutMs = 5000;

/** A publication that arrives later than this is no longer recognized. */
const rememberMs = 60_000;

/**
 * @param publications - per second
 * @returns the memory of all trackers, in bytes: one for each viewer and remembered publication
 */
export function deliveryTrackerBytes(viewers: number, publications: number): number {
  return (viewers * publications * (deliveryTimeoutMs + rememberMs)) / 1000;
}

export interface Deliveries {
  /** Distinct publications. A repetition after a while counts as another one. */
  published: number;
  /** Expected deliveries: one per publication and viewer who was subscribed throughout. */
  due: number;
  missed: number;
  duplicated: number;
  /** Counted as missed, but received later. */
  late: number;
}

interface Notice {
  kind: string;
  /** The chat room of a message; undefined for what everyone should receive. */
  room: number | undefined;
  firstAt: number;
  settledAt: number;
  /** How often each viewer received it. */
  times: Uint8Array;
}

export const noDeliveries: Deliveries = { published: 0, due: 0, missed: 0, duplicated: 0, late: 0 };

export class DeliveryTracker {
  /** Totals of all settled publications, by kind. */
  readonly totals = new Map<string, Deliveries>();
  readonly #liveSince: Float64Array;
  readonly #rooms: Int32Array;
  readonly #inRoomSince: Float64Array;
  readonly #open = new Map<string, Notice>();
  readonly #settled = new Map<string, Notice>();

  /**
   * @param viewers - the number of viewers, which are numbered from 0
   * @param roomOf - returns the chat room of a publication, or undefined if everyone should receive it
   */
  constructor(
    viewers: number,
    private readonly roomOf: (kind: string, id: string) => number | undefined = () => undefined,
  ) {
    this.#liveSince = new Float64Array(viewers).fill(Infinity);
    this.#rooms = new Int32Array(viewers);
    this.#inRoomSince = new Float64Array(viewers).fill(-Infinity);
  }

  /** The time since which a viewer has been subscribed without a gap. Infinity if it is not subscribed. */
  liveSince(viewer: number): number {
    return this.#liveSince[viewer] ?? Infinity;
  }

  joined(viewer: number, at: number): void {
    this.#liveSince[viewer] = at;
  }

  /** A viewer has moved to a chat room. Viewers are in room 0 until then. */
  enteredRoom(viewer: number, room: number, at: number): void {
    if (this.#rooms[viewer] === room) return;
    this.#rooms[viewer] = room;
    this.#inRoomSince[viewer] = at;
  }

  left(viewer: number): void {
    this.#liveSince[viewer] = Infinity;
  }

  /**
   * @param kind - of what was published, by which it is counted
   * @param id - identifies the publication within its kind
   * @returns whether it is the first delivery of this publication
   */
  received(viewer: number, kind: string, id: string, at: number): boolean {
    const key = `${kind} ${id}`;
    const past = this.#settled.get(key);
    if (past?.times[viewer] === 0 && this.#isDue(viewer, past)) {
      past.times[viewer] = 1;
      this.#countsOf(kind).late += 1;
      return false;
    }
    // It was published again.
    this.#settled.delete(key);
    const isNew = !this.#open.has(key);
    this.expectDelivery(kind, id, at);
    const times = this.#open.get(key)?.times;
    if (times) times[viewer] = (times[viewer] ?? 0) + 1;
    return isNew;
  }

  /** Records that something was published, even if no viewer receives it. */
  expectDelivery(kind: string, id: string, at: number): void {
    const key = `${kind} ${id}`;
    if (this.#open.has(key) || this.#settled.has(key)) return;
    const times = new Uint8Array(this.#liveSince.length);
    const room = this.roomOf(kind, id);
    this.#open.set(key, { kind, room, firstAt: at, settledAt: Infinity, times });
  }

  /** Settles the publications whose delivery timeout has passed. */
  settle(now: number): void {
    for (const [key, notice] of this.#open) {
      if (notice.firstAt + deliveryTimeoutMs > now) continue;
      this.#open.delete(key);
      this.#settled.set(key, Object.assign(notice, { settledAt: now }));
      this.#count(notice);
    }
    for (const [key, { settledAt }] of this.#settled) if (settledAt + rememberMs < now) this.#settled.delete(key);
  }

  #isDue(viewer: number, { firstAt, room }: Notice): boolean {
    if (this.liveSince(viewer) + settlingInMs > firstAt) return false;
    return room === undefined || this.#isInRoom(viewer, room, firstAt);
  }

  #isInRoom(viewer: number, room: number, at: number): boolean {
    return this.#rooms[viewer] === room && (this.#inRoomSince[viewer] ?? Infinity) + settlingInMs <= at;
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

/** Returns 0 for an empty list. */
function mostCommon(numbers: number[]): number {
  const occurrences = new Map<number, number>();
  for (const number of numbers) occurrences.set(number, (occurrences.get(number) ?? 0) + 1);
  let most = 0;
  for (const [number, count] of occurrences) if (count > (occurrences.get(most) ?? 0)) most = number;
  return most;
}
