/** A table's stream of new and old images: "Change data capture for DynamoDB Streams", one shard, in memory. */
import { randomUUID } from 'node:crypto';
import type { StreamRecord } from './dynamodb';
import { isSameItem, sizeOf, type Item } from './item';

/** How long DynamoDB keeps a record. */
export const recordLifetimeMs = 24 * 60 * 60 * 1000;

/** A bound for the memory: the oldest go first. AWS has none. */
const maxRecords = 100_000;

/** What DynamoDB names as the cause of a deletion by time to live. */
export const timeToLiveIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

export interface Change {
  keys: Item;
  oldImage: Item | undefined;
  newImage: Item | undefined;
  userIdentity?: StreamRecord['userIdentity'];
}

interface StreamOptions {
  tableName: string;
  arn: string;
  region: string;
  now?: () => number;
  newEventId?: () => string;
}

export class TableStream {
  readonly tableName: string;
  readonly arn: string;
  readonly #region: string;
  readonly #now: () => number;
  readonly #newEventId: () => string;
  /** Starts every sequence number: numbers go on rising when the backend starts again. */
  readonly #epoch: string;
  #records: StreamRecord[] = [];
  /** Position of the first record still held. */
  #horizon = 0;
  /** Position up to which the reader is done. */
  #done = 0;
  readonly #waiting = new Set<() => void>();

  constructor({ tableName, arn, region, now = Date.now, newEventId = defaultEventId }: StreamOptions) {
    this.tableName = tableName;
    this.arn = arn;
    this.#region = region;
    this.#now = now;
    this.#newEventId = newEventId;
    this.#epoch = String(now()).padStart(14, '1');
  }

  /** The position after the newest record: where a consumer starts with `LATEST`. */
  get latest(): number {
    return this.#horizon + this.#records.length;
  }

  /** Records a change; a write that changed nothing leaves no record. */
  append({ keys, oldImage, newImage, userIdentity }: Change): void {
    if (isSameItem(oldImage, newImage)) return;
    this.#trim();
    this.#records.push({
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
        SequenceNumber: this.#epoch + String(this.latest).padStart(14, '0'),
        SizeBytes: sizeOf(keys) + sizeOf(newImage ?? {}) + sizeOf(oldImage ?? {}),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      ...(userIdentity && { userIdentity }),
    });
    for (const wake of this.#waiting) wake();
  }

  /**
   * Reads on from a position. Records that are gone are skipped.
   * @param limit - most records to return.
   * @returns The records and the position after them.
   */
  read(position: number, limit: number): { records: StreamRecord[]; next: number } {
    this.#trim();
    const from = Math.max(position, this.#horizon) - this.#horizon;
    const records = this.#records.slice(from, from + limit);
    return { records, next: this.#horizon + from + records.length };
  }

  /** Lets the records before a position go: AWS keeps them for a day, but nothing here reads them twice. */
  forget(position: number): void {
    this.#done = position;
    this.#trim();
  }

  /** Resolves when there are at least `count` records after a position, or when the signal aborts. */
  async waitFor(position: number, count: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.latest - position < count) {
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

  #trim(): void {
    const oldestSeconds = (this.#now() - recordLifetimeMs) / 1000;
    let gone = Math.max(this.#done - this.#horizon, this.#records.length - maxRecords, 0);
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
