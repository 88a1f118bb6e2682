/**
 * A shard of a table's stream, with one reader: "Change data capture for DynamoDB Streams" in the DynamoDB Developer
 * Guide. A closed shard gets no more records.
 */
import { randomBytes } from 'node:crypto';
import type { StreamRecord } from './dynamodb';
import type { HashRange } from './hash-range';
import { RecordBuffer } from './record-buffer';
import type { JournalLine, OpenWindow, ShardContent } from './stream-journal';

export interface ShardStorage {
  /** @throws if the line cannot be written */
  write(line: JournalLine): void;
  /** Called when records have been read. */
  compact(): void;
  /** Called when the end of a batch could not be written. */
  warn(error: unknown): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Returns an id like those of AWS: a time and a random part. */
export function newShardId(nowMs: number): string {
  return `shardId-${String(nowMs).padStart(20, '0')}-${randomBytes(4).toString('hex')}`;
}

export class StreamShard {
  readonly id: string;
  readonly range: HashRange;
  /** Ids of the shards that must be read to their end before this one. Those that were are no longer in the stream. */
  readonly parents: readonly string[];
  readonly #storage: ShardStorage;
  readonly #buffer: RecordBuffer;
  #isClosed: boolean;
  /** Positions of the current batch, the second one exclusive. The reader has finished the records before it. */
  #batch: readonly [from: number, to: number];
  #window: OpenWindow | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(
    { id, range, parents, isClosed, firstPosition, records, batch, window }: ShardContent,
    storage: ShardStorage,
  ) {
    this.id = id;
    this.range = range;
    this.parents = parents;
    this.#isClosed = isClosed;
    this.#buffer = new RecordBuffer(records, firstPosition);
    this.#batch = batch;
    this.#window = window;
    this.#storage = storage;
  }

  get content(): ShardContent {
    return {
      id: this.id,
      range: this.range,
      parents: this.parents,
      isClosed: this.#isClosed,
      firstPosition: this.#buffer.firstPosition,
      records: this.#buffer.records,
      batch: this.#batch,
      window: this.#window,
    };
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether the reader has finished everything that the shard will ever have. */
  get isDrained(): boolean {
    return this.#isClosed && this.unreadRecords === 0 && this.#window === undefined;
  }

  /** The position after the newest record: the start of a consumer with `LATEST`. */
  get endPosition(): number {
    return this.#buffer.endPosition;
  }

  /** The position after the last record that the reader has finished. */
  get readerPosition(): number {
    return Math.max(this.#batch[0], this.#buffer.firstPosition);
  }

  /** Number of records that the reader has not finished. */
  get unreadRecords(): number {
    return this.endPosition - this.readerPosition;
  }

  /** The first record that the reader has not finished. */
  get nextRecord(): StreamRecord | undefined {
    return this.#buffer.read(this.readerPosition, 1).records[0];
  }

  /** The tumbling window that the reader has not ended. */
  get window(): OpenWindow | undefined {
    return this.#window;
  }

  push(record: StreamRecord): void {
    this.#buffer.push(record);
    this.#wakeReader();
  }

  close(): void {
    this.#isClosed = true;
    this.#wakeReader();
  }

  /**
   * Reads from a position. Records that are no longer stored are skipped.
   *
   * @param limit the maximum number of records
   * @returns the records and the position after them
   */
  read(position: number, limit: number): { records: StreamRecord[]; next: number } {
    this.trim();
    return this.#buffer.read(position, limit);
  }

  /**
   * Returns the reader's next batch: the previous one again, unless the reader has finished it.
   *
   * @param limit the maximum number of records in a new batch
   * @param isSameBatch whether a record may follow the first record of a new batch
   * @throws {DynamoDbError} if the file cannot be written
   */
  takeBatch(
    limit: number,
    isSameBatch: (first: StreamRecord, record: StreamRecord) => boolean = () => true,
  ): StreamRecord[] {
    const { readerPosition: position } = this;
    const [, end] = this.#batch;
    if (end > position) return this.read(position, end - position).records;
    const { records, next } = this.read(position, limit);
    const [first] = records;
    const cut = first ? records.findIndex((record) => !isSameBatch(first, record)) : -1;
    const batch = cut < 0 ? records : records.slice(0, cut);
    const bounds = [position, next - records.length + batch.length] as const;
    if (first) this.#storage.write({ batch: bounds, window: this.#window, shard: this.id });
    this.#batch = bounds;
    return batch;
  }

  /**
   * Ends the current batch and drops its records. AWS keeps them for a day, but there is only one reader here.
   *
   * @param window the tumbling window of the batch with the state that the function returned
   */
  finishBatch(window?: OpenWindow): void {
    const [, to] = this.#batch;
    this.#batch = [to, to];
    this.#window = window;
    this.trim();
    this.#store();
  }

  /** Drops the state of the tumbling window. */
  endWindow(): void {
    this.#window = undefined;
    this.#store();
  }

  /** Resolves when the reader has at least `count` unfinished records, the shard is closed, or the signal aborts. */
  async waitForRecords(count: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#isClosed && this.unreadRecords < count) {
      await new Promise<void>((resolve) => {
        const check = () => {
          this.#waiting.delete(check);
          signal.removeEventListener('abort', check);
          resolve();
        };
        this.#waiting.add(check);
        signal.addEventListener('abort', check);
      });
    }
  }

  /** Drops records that are finished or expired. */
  trim(): void {
    this.#buffer.trim(this.readerPosition, this.#storage.now());
  }

  #store(): void {
    try {
      this.#storage.write({ batch: this.#batch, window: this.#window, shard: this.id });
    } catch (error) {
      // The line of the next batch has the same effect. A crash before that only repeats this batch.
      this.#storage.warn(error);
      return;
    }
    this.#storage.compact();
  }

  #wakeReader(): void {
    for (const check of this.#waiting) check();
  }
}
