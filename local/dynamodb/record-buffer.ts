/** The stored records of a stream, each at a position that never changes. */
import type { StreamRecord } from './dynamodb';

/** How long DynamoDB keeps a record. */
export const recordRetentionMs = 24 * 60 * 60 * 1000;

/** Fewer expired records than this are dropped only if all are. */
const minTrimmedRecords = 1000;

export class RecordBuffer {
  #records: StreamRecord[];
  /** Position of the first stored record. */
  #firstPosition: number;

  constructor(records: StreamRecord[] = [], firstPosition = 0) {
    this.#records = records;
    this.#firstPosition = firstPosition;
  }

  get records(): StreamRecord[] {
    return this.#records;
  }

  get firstPosition(): number {
    return this.#firstPosition;
  }

  /** The position after the newest record. */
  get endPosition(): number {
    return this.#firstPosition + this.#records.length;
  }

  push(record: StreamRecord): void {
    this.#records.push(record);
  }

  /** Reads up to `limit` records from a position, and returns the position after them. */
  read(position: number, limit: number): { records: StreamRecord[]; next: number } {
    const from = Math.max(position, this.#firstPosition) - this.#firstPosition;
    const records = this.#records.slice(from, from + limit);
    return { records, next: this.#firstPosition + from + records.length };
  }

  /** Drops the records before the reader's position, and those that are older than {@link recordRetentionMs}. */
  trim(readerPosition: number, nowMs: number): void {
    const oldestSeconds = (nowMs - recordRetentionMs) / 1000;
    let expired = Math.max(readerPosition - this.#firstPosition, 0);
    while (expired < this.#records.length && createdAtSeconds(this.#records[expired]) < oldestSeconds) expired++;
    // In large steps only, because removing from the front copies the remaining records.
    if (expired === 0 || (expired < minTrimmedRecords && expired < this.#records.length)) return;
    this.#records = this.#records.slice(expired);
    this.#firstPosition += expired;
  }
}

function createdAtSeconds(record: StreamRecord | undefined): number {
  return record?.dynamodb.ApproximateCreationDateTime ?? 0;
}
