/**
 * A table's stream of new and old images: "Change data capture for DynamoDB Streams" in the DynamoDB Developer Guide.
 * An item belongs to the open shard whose range includes its hash. With a file the stream survives a restart; see
 * `StreamJournal`.
 */
import type { Logger } from 'pino';
import { log as defaultLog } from '../log';
import { DynamoDbError } from './dynamodb';
import { allHashes, divide, doOverlap, hashOf, includes, type HashRange } from './hash-range';
import { areItemsEqual, type Item } from './item';
import { keyToText, StreamJournal, type JournalLine, type NewShard, type PendingWrite } from './stream-journal';
import { createStreamRecord, randomEventId, type ItemChange } from './stream-record';
import { newShardId, StreamShard, type ShardStorage } from './stream-shard';

/** Bounds the memory. AWS has no such limit; here, writes fail when the readers are too far behind. */
const defaultMaxRecords = 100_000;

/** A new table with on-demand capacity has four partitions, and each has a shard. */
export const defaultShardCount = 4;

interface StreamOptions {
  tableName: string;
  arn: string;
  region: string;
  /** Number of shards of a new stream. If a stored stream began with another number, its shards are replaced. */
  shardCount?: number | undefined;
  /** The file that stores the stream; in memory only by default. */
  file?: string;
  /** Unfinished records of all shards. */
  maxRecords?: number;
  now?: () => number;
  newEventId?: () => string;
  log?: Pick<Logger, 'warn'>;
}

export class TableStream {
  readonly tableName: string;
  readonly arn: string;
  readonly #region: string;
  readonly #shardCount: number;
  readonly #maxRecords: number;
  readonly #now: () => number;
  readonly #newEventId: () => string;
  /** The prefix of sequence numbers: they continue to rise after a restart, even if the clock was set back. */
  readonly #epoch: number;
  readonly #journal: StreamJournal | undefined;
  readonly #log: Pick<Logger, 'warn'>;
  readonly #pendingWrites: Map<string, PendingWrite>;
  readonly #storage: ShardStorage;
  #shards: StreamShard[] = [];
  /** The shards that this process has opened, to be written before everything else. */
  #firstLine: JournalLine | undefined;

  constructor({
    tableName,
    arn,
    region,
    shardCount = defaultShardCount,
    file,
    maxRecords,
    now = Date.now,
    newEventId,
    log = defaultLog,
  }: StreamOptions) {
    this.tableName = tableName;
    this.arn = arn;
    this.#region = region;
    this.#shardCount = shardCount;
    this.#maxRecords = maxRecords ?? defaultMaxRecords;
    this.#now = now;
    this.#newEventId = newEventId ?? randomEventId;
    this.#log = log;
    this.#storage = {
      write: (line) => this.#write(line),
      compact: () => this.#compact(),
      warn: (error) => this.#log.warn({ err: error }, 'The end of a batch could not be written'),
      now,
    };
    this.#journal = file === undefined ? undefined : new StreamJournal(file, log);
    const stored = this.#journal?.content;
    this.#pendingWrites = stored?.pendingWrites ?? new Map<string, PendingWrite>();
    this.#epoch = Math.max(now(), (stored?.epoch ?? 0) + 1);
    for (const content of stored?.shards.values() ?? []) this.#shards.push(new StreamShard(content, this.#storage));
    this.#removeDrained();
    const hasOtherCount = stored?.shardCount !== shardCount;
    const closed = hasOtherCount ? this.#openShards : [];
    const opened = hasOtherCount ? this.#createShards(divide(allHashes, shardCount)) : [];
    this.#firstLine = this.#replacement(closed, opened);
    this.#replace(closed, opened);
  }

  /** The shards that are open or not read to their end, in the order of their creation. */
  get shards(): readonly StreamShard[] {
    this.#removeDrained();
    return this.#shards;
  }

  /** The shards whose parents have been read to their end. */
  get readableShards(): StreamShard[] {
    const present = new Set(this.shards.map(({ id }) => id));
    return this.#shards.filter(({ parents }) => !parents.some((parent) => present.has(parent)));
  }

  /**
   * Closes a shard and opens two others for its items. AWS does so when it divides a partition of the table.
   *
   * @returns the ids of the new shards
   * @throws {Error} if the shard is not open or cannot be divided further
   * @throws {DynamoDbError} if the file cannot be written; the shard then stays open
   */
  split(shardId: string): string[] {
    const shard = this.#openShards.find(({ id }) => id === shardId);
    if (!shard) throw new Error(`The stream of ${this.tableName} has no open shard ${shardId}.`);
    const [from, to] = shard.range;
    if (to - from < 2) throw new Error(`The shard ${shardId} has only one hash and cannot be divided.`);
    const opened = this.#createShards(divide(shard.range, 2));
    this.#write(this.#replacement([shard], opened));
    this.#replace([shard], opened);
    return opened.map(({ id }) => id);
  }

  /**
   * Announces a write. If its outcome stays unknown, the item is later compared with this image.
   *
   * @throws {DynamoDbError} if the readers are too far behind or the file cannot be written
   */
  begin(keys: Item, image: Item | undefined): void {
    let unreadRecords = 0;
    for (const shard of this.#shards) unreadRecords += shard.unreadRecords;
    if (unreadRecords >= this.#maxRecords) {
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
    const shard = this.#shardOf(keys);
    shard.trim();
    const record = createStreamRecord(change, {
      eventId: this.#newEventId(),
      sequenceNumber: String(this.#epoch).padStart(14, '1') + String(shard.endPosition).padStart(14, '0'),
      createdAtMs: this.#now(),
      region: this.#region,
      streamArn: this.arn,
    });
    this.#write({ record, shard: shard.id });
    this.cancelWrite(keys);
    shard.push(record);
  }

  close(): void {
    this.#journal?.close();
  }

  get #openShards(): StreamShard[] {
    return this.#shards.filter(({ isClosed }) => !isClosed);
  }

  #shardOf(keys: Item): StreamShard {
    const keyHash = hashOf(keys);
    const shard = this.#shards.find(({ isClosed, range }) => !isClosed && includes(range, keyHash));
    if (!shard) throw new Error(`The stream of ${this.tableName} has no shard for the hash ${keyHash}.`);
    return shard;
  }

  /**
   * A shard follows all shards that may have records of its items: an item's records are then read in order, even if a
   * shard between them has none. Its positions follow theirs, so that the sequence numbers of an item rise.
   */
  #createShards(ranges: HashRange[]): NewShard[] {
    const firstPosition = Math.max(0, ...this.#shards.map(({ endPosition }) => endPosition));
    return ranges.map((range) => ({
      id: newShardId(this.#now()),
      range,
      parents: this.#shards.filter((shard) => doOverlap(shard.range, range)).map(({ id }) => id),
      firstPosition,
    }));
  }

  #replacement(closed: StreamShard[], opened: NewShard[]): JournalLine {
    return { epoch: this.#epoch, shardCount: this.#shardCount, close: closed.map(({ id }) => id), open: opened };
  }

  #replace(closed: StreamShard[], opened: NewShard[]): void {
    for (const { firstPosition, ...shard } of opened) {
      const batch = [firstPosition, firstPosition] as const;
      const content = { ...shard, isClosed: false, firstPosition, records: [], batch, window: undefined };
      this.#shards.push(new StreamShard(content, this.#storage));
    }
    // The readers of these shards continue with the new ones.
    for (const shard of closed) shard.close();
  }

  #removeDrained(): void {
    if (this.#shards.some(({ isDrained }) => isDrained)) {
      this.#shards = this.#shards.filter(({ isDrained }) => !isDrained);
    }
  }

  #write(line: JournalLine): void {
    try {
      if (this.#firstLine) this.#journal?.write(this.#firstLine);
      this.#firstLine = undefined;
      this.#journal?.write(line);
    } catch (error) {
      throw new DynamoDbError(
        'InternalServerError',
        `The stream of ${this.tableName} cannot be written: ${String(error)}`,
        500,
      );
    }
  }

  #compact(): void {
    this.#journal?.compact(() => ({
      epoch: this.#epoch,
      shardCount: this.#shardCount,
      shards: new Map(this.shards.map((shard) => [shard.id, shard.content])),
      pendingWrites: this.#pendingWrites,
    }));
  }
}
