/**
 * A table's stream of new and old images, with one shard and one reader: "Change data capture for DynamoDB Streams" in
 * the DynamoDB Developer Guide. With a file it survives a restart; see `StreamJournal`.
 */
import type { Logger } from 'pino';
import { log as defaultLog } from '../log';
import { DynamoDbError, type StreamRecord } from './dynamodb';
import { areItemsEqual, type Item } from './item';
import { RecordBuffer } from './record-buffer';
import { keyToText, StreamJournal, type PendingWrite, type JournalLine } from './stream-journal';
import { createStreamRecord, randomEventId, type ItemChange } from './stream-record';

/** Bounds the memory. AWS has no such limit; here, writes fail when the reader is too far behind. */
const defaultMaxRecords = 100_000;

interface StreamOptions {
  tableName: string;
  arn: string;
  region: string;
  /** The file that stores the stream; in memory only by default. */
  file?: string;
  maxRecords?: number;
  now?: () => number;
  newEventId?: () => string;
  log?: Pick<Logger, 'warn'>;
}

export class TableStream {
  readonly tableName: string;
  readonly arn: string;
  readonly #region: string;
  readonly #maxRecords: number;
  readonly #now: () => number;
  readonly #newEventId: () => string;
  /** The prefix of sequence numbers, so that they continue to rise after a restart. */
  readonly #epoch: string;
  readonly #journal: StreamJournal | undefined;
  readonly #log: Pick<Logger, 'warn'>;
  readonly #buffer: RecordBuffer;
  /** Positions of the current batch, the second one exclusive. The reader has finished the records before it. */
  #batch: [from: number, to: number] = [0, 0];
  #pendingWrites = new Map<string, PendingWrite>();
  readonly #waiting = new Set<() => void>();

  constructor({
    tableName,
    arn,
    region,
    file,
    maxRecords,
    now = Date.now,
    newEventId,
    log = defaultLog,
  }: StreamOptions) {
    this.tableName = tableName;
    this.arn = arn;
    this.#region = region;
    this.#maxRecords = maxRecords ?? defaultMaxRecords;
    this.#now = now;
    this.#newEventId = newEventId ?? randomEventId;
    this.#epoch = String(now()).padStart(14, '1');
    this.#log = log;
    if (file === undefined) {
      this.#buffer = new RecordBuffer();
      return;
    }
    this.#journal = new StreamJournal(file, log);
    const { firstPosition, records, batch, pendingWrites } = this.#journal.content;
    this.#buffer = new RecordBuffer(records, firstPosition);
    [this.#batch, this.#pendingWrites] = [batch, pendingWrites];
  }

  /** The position after the newest record: the start of a consumer with `LATEST`. */
  get endPosition(): number {
    return this.#buffer.endPosition;
  }

  /** The position after the last record that the reader has finished. */
  get readerPosition(): number {
    return Math.max(this.#batch[0], this.#buffer.firstPosition);
  }

  /**
   * Announces a write. If its outcome stays unknown, the item is later compared with this image.
   *
   * @throws {DynamoDbError} if the reader is too far behind or the file cannot be written
   */
  begin(keys: Item, image: Item | undefined): void {
    if (this.endPosition - this.readerPosition >= this.#maxRecords) {
      throw new DynamoDbError(
        'ThrottlingException',
        `The stream of ${this.tableName} is full: its reader is too slow.`,
      );
    }
    this.#write({ begin: keys, image });
    this.#pendingWrites.set(keyToText(keys), { keys, image });
  }

  /** The writes whose outcome is unknown. */
  get pendingWrites(): PendingWrite[] {
    return [...this.#pendingWrites.values()];
  }

  pendingWrite(keys: Item): PendingWrite | undefined {
    return this.#pendingWrites.get(keyToText(keys));
  }

  /**
   * Ends a write that changed nothing. It is not written to the file: a comparison at the next start shows the same.
   */
  cancelWrite(keys: Item): void {
    this.#pendingWrites.delete(keyToText(keys));
  }

  /**
   * Records a change. A write that changed nothing leaves no record.
   *
   * @throws {DynamoDbError} if the file cannot be written; the write then stays pending
   */
  append(change: ItemChange): void {
    const { keys, oldImage, newImage } = change;
    if (areItemsEqual(oldImage, newImage)) {
      this.cancelWrite(keys);
      return;
    }
    this.#trim();
    const record = createStreamRecord(change, {
      eventId: this.#newEventId(),
      sequenceNumber: this.#epoch + String(this.endPosition).padStart(14, '0'),
      createdAtMs: this.#now(),
      region: this.#region,
      streamArn: this.arn,
    });
    this.#write({ record });
    this.#buffer.push(record);
    this.cancelWrite(keys);
    for (const check of this.#waiting) check();
  }

  /**
   * Reads from a position. Records that are no longer stored are skipped.
   *
   * @param limit the maximum number of records
   * @returns the records and the position after them
   */
  read(readerPosition: number, limit: number): { records: StreamRecord[]; next: number } {
    this.#trim();
    return this.#buffer.read(readerPosition, limit);
  }

  /**
   * Returns the reader's next batch: the previous one again, unless the reader has finished it.
   *
   * @param limit the maximum number of records in a new batch
   * @throws {DynamoDbError} if the file cannot be written
   */
  takeBatch(limit: number): StreamRecord[] {
    const { readerPosition: position } = this;
    const [, end] = this.#batch;
    if (end > position) return this.read(position, end - position).records;
    const { records, next } = this.read(position, limit);
    if (records.length > 0) this.#write({ batch: [position, next] });
    this.#batch = [position, next];
    return records;
  }

  /** Ends the current batch and drops its records. AWS keeps them for a day, but there is only one reader here. */
  finishBatch(): void {
    const [, to] = this.#batch;
    this.#batch = [to, to];
    this.#trim();
    try {
      this.#write({ batch: [to, to] });
    } catch (error) {
      // The line of the next batch has the same effect. A crash before that only repeats this batch.
      this.#log.warn({ err: error }, 'The end of a batch could not be written');
    }
    this.#journal?.compact({
      firstPosition: this.#buffer.firstPosition,
      records: this.#buffer.records,
      batch: this.#batch,
      pendingWrites: this.#pendingWrites,
    });
  }

  /** Resolves when the reader has at least `count` unfinished records, or when the signal aborts. */
  async waitForRecords(count: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.endPosition - this.readerPosition < count) {
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

  close(): void {
    this.#journal?.close();
  }

  #write(line: JournalLine): void {
    try {
      this.#journal?.write(line);
    } catch (error) {
      throw new DynamoDbError(
        'InternalServerError',
        `The stream of ${this.tableName} cannot be written: ${String(error)}`,
        500,
      );
    }
  }

  #trim(): void {
    this.#buffer.trim(this.readerPosition, this.#now());
  }
}
