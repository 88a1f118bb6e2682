/** An earlier design, for comparison: every batch of every shard is added to the row of the round. */
import type { Counters, Publication } from './counters';
import type { Meter } from './meter';
import type { System } from './system';

/** The size of a row that contained no batch, and what each batch added: the ids of its first and its last change. */
const emptyRowBytes = 952;
const bytesPerBatch = 32;

/** @param batches - the number of batches that the row contains */
export const roundRowBytes = (batches: number) => emptyRowBytes + batches * bytesPerBatch;

/** DynamoDB bills the whole row for any change. */
const countUnits = (batches: number) => Math.ceil(roundRowBytes(batches + 1) / 1024);

export class RowPerRound implements Counters {
  readonly #batches = new Map<number, number>();
  /** When the last publication of a round was taken; in the future if it is claimed. */
  readonly #takenAt = new Map<number, number>();
  #partitionFreeAt = 0;

  constructor(
    private readonly system: System,
    private readonly meter: Meter,
  ) {}

  count(round: number, _shard: number, at: number): number {
    const batches = this.#batches.get(round) ?? 0;
    this.#batches.set(round, batches + 1);
    return this.#write(countUnits(batches), at);
  }

  publish(round: number, countedAt: number, intervalMs: number | null): Publication {
    if (intervalMs === null) return { publishedAt: countedAt, includesUntil: countedAt, isHolder: true };
    const takenAt = this.#takenAt.get(round) ?? -Infinity;
    // A claimed publication that is not taken yet includes this batch.
    if (takenAt >= countedAt) return { publishedAt: takenAt, includesUntil: takenAt, isHolder: false };
    const dueAt = Math.max(countedAt + this.system.writeMs, takenAt + intervalMs);
    const writtenAt = this.#write(countUnits((this.#batches.get(round) ?? 0) - 1), countedAt);
    const publishedAt = Math.max(dueAt, writtenAt);
    this.#takenAt.set(round, publishedAt);
    return { publishedAt, includesUntil: publishedAt, isHolder: true };
  }

  /** Writes as soon as the partition has capacity, and returns that time. */
  #write(units: number, at: number): number {
    const startsAt = Math.max(at, this.#partitionFreeAt);
    this.#partitionFreeAt = startsAt + (1000 * units) / this.system.partitionWrites;
    this.meter.write('Round', units, startsAt, { waitedMs: startsAt - at });
    return startsAt;
  }
}
