/**
 * A table's stream of new and old images: "Change data capture for DynamoDB Streams", one shard with one reader.
 * With a file it outlives the process; see `StreamJournal`.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { log as defaultLog } from '../log';
import { DynamoDbError, type StreamRecord } from './dynamodb';
import { areItemsEqual, itemSizeBytes, type Item } from './item';
import { keyToText, StreamJournal, type PendingWrite, type JournalLine } from './stream-journal';

/** How long DynamoDB keeps a record. */
export const recordRetentionMs = 24 * 60 * 60 * 1000;

/** A bound for the memory. AWS has none; here, writes wait for the reader rather than push unread records out. */
const defaultMaxRecords = 100_000;

/** What DynamoDB names as the cause of a deletion by time to live. */
export const timeToLiveIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

export interface ItemChange {
  keys: Item;
  oldImage: Item | undefined;
  newImage: Item | undefined;
  userIdentity?: StreamRecord['userIdentity'];
}

interface StreamOptions {
  tableName: string;
  arn: string;
  region: string;
  /** Keeps the stream over a restart; in memory where it is missing. */
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
  /** Starts every sequence number: numbers go on rising when the backend starts again. */
  readonly #epoch: string;
  readonly #journal: StreamJournal | undefined;
  readonly #log: Pick<Logger, 'warn'>;
  #records: StreamRecord[] = [];
  /** Position of the first record still held. */
  #horizon = 0;
  /** Positions of the batch under way, the second one exclusive; the reader is done with what is before it. */
  #batch: [from: number, to: number] = [0, 0];
  #begun = new Map<string, PendingWrite>();
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
    this.#newEventId = newEventId ?? defaultEventId;
    this.#epoch = String(now()).padStart(14, '1');
    this.#log = log;
    if (file === undefined) return;
    this.#journal = new StreamJournal(file, log);
    const { firstPosition: first, records, batch, pendingWrites: begun } = this.#journal.content;
    [this.#records, this.#horizon, this.#batch, this.#begun] = [records, first, batch, begun];
  }

  /** The position after the newest record: where a consumer starts with `LATEST`. */
  get endPosition(): number {
    return this.#horizon + this.#records.length;
  }

  /** The position up to which the reader is done. */
  get readerPosition(): number {
    return Math.max(this.#batch[0], this.#horizon);
  }

  /**
   * Announces a write: should nobody see how it ends, its item is compared with this image.
   * @throws {DynamoDbError} where the reader is too far behind, or the file has no room
   */
  begin(keys: Item, image: Item | undefined): void {
    if (this.endPosition - this.readerPosition >= this.#maxRecords) {
      throw new DynamoDbError(
        'ThrottlingException',
        `The stream of ${this.tableName} is full: its reader does not follow.`,
      );
    }
    this.#write({ begin: keys, image });
    this.#begun.set(keyToText(keys), { keys, image });
  }

  /** The writes whose end nobody has seen yet. */
  get pendingWrites(): PendingWrite[] {
    return [...this.#begun.values()];
  }

  pendingWrite(keys: Item): PendingWrite | undefined {
    return this.#begun.get(keyToText(keys));
  }

  /** The write that was begun is known to have changed nothing. At the next start, comparing would show the same. */
  cancelWrite(keys: Item): void {
    this.#begun.delete(keyToText(keys));
  }

  /**
   * Records a change; a write that changed nothing leaves no record.
   * @throws {DynamoDbError} where the file has no room; the write stays begun
   */
  append({ keys, oldImage, newImage, userIdentity }: ItemChange): void {
    if (areItemsEqual(oldImage, newImage)) return this.cancelWrite(keys);
    this.#trim();
    const record: StreamRecord = {
      eventID: this.#newEventId(),
      eventName: oldImage === undefined ? 'INSERT' : newImage === undefined ? 'REMOVE' : 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: this.#region,
      eventSourceARN: this.arn,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(this.#now() / 1000),
        Keys: keys,
        ...(newImage && { NewImage: newImage }),
        ...(oldImage && { OldImage: oldImage }),
        SequenceNumber: this.#epoch + String(this.endPosition).padStart(14, '0'),
        SizeBytes: itemSizeBytes(keys) + itemSizeBytes(newImage ?? {}) + itemSizeBytes(oldImage ?? {}),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      ...(userIdentity && { userIdentity }),
    };
    this.#write({ record });
    this.#records.push(record);
    this.cancelWrite(keys);
    for (const wake of this.#waiting) wake();
  }

  /**
   * Reads on from a position. Records that are gone are skipped.
   * @param limit - most records to return.
   * @returns The records and the position after them.
   */
  read(readerPosition: number, limit: number): { records: StreamRecord[]; next: number } {
    this.#trim();
    const from = Math.max(readerPosition, this.#horizon) - this.#horizon;
    const records = this.#records.slice(from, from + limit);
    return { records, next: this.#horizon + from + records.length };
  }

  /**
   * The reader's next batch: the one that it has taken before, if it is not done with that.
   * @param limit - most records of a new one.
   * @throws {DynamoDbError} where the file has no room
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

  /** The reader is done with the batch: AWS keeps its records for a day, but nothing here reads them twice. */
  finishBatch(): void {
    const [, to] = this.#batch;
    this.#batch = [to, to];
    this.#trim();
    try {
      this.#write({ batch: [to, to] });
    } catch (error) {
      // The next batch's line tells the same. A crash before that only has this one delivered again, as it was.
      this.#log.warn({ err: error }, 'The end of a batch could not be written down');
    }
    this.#journal?.compact({
      firstPosition: this.#horizon,
      records: this.#records,
      batch: this.#batch,
      pendingWrites: this.#begun,
    });
  }

  /** Resolves when there are at least `count` records that the reader is not done with, or when the signal aborts. */
  async waitForRecords(count: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.endPosition - this.readerPosition < count) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#waiting.add(wake);
        signal.addEventListener('abort', wake);
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
    const oldestSeconds = (this.#now() - recordRetentionMs) / 1000;
    let gone = Math.max(this.readerPosition - this.#horizon, 0);
    while (gone < this.#records.length && createdAt(this.#records[gone]) < oldestSeconds) gone++;
    // In large steps only: removing from the front moves what stays.
    if (gone === 0 || (gone < 1000 && gone < this.#records.length)) return;
    this.#records = this.#records.slice(gone);
    this.#horizon += gone;
  }
}

function createdAt(record: StreamRecord | undefined): number {
  return record?.dynamodb.ApproximateCreationDateTime ?? 0;
}

function defaultEventId(): string {
  return randomUUID().replaceAll('-', '');
}
