/**
 * Stores a stream so that it survives a crash: an append-only file with one line of JSON for each event.
 *
 * No acknowledged change is lost. A line is written before the next step starts (it survives a killed process; a power
 * cut may lose it, as it may lose the tables, which LevelDB writes in the same way). `begin` stores the image of an
 * item before it is written, `record` the change afterwards, and only then is the write acknowledged. If the process
 * dies in between, the item is compared with the image of `begin` at the next start, and the change is recorded if they
 * differ (`ChangeCapture.recoverPendingWrites`).
 *
 * No batch is delivered with other records than before. `batch` stores the bounds of a batch before the function is
 * invoked. A batch whose end was not stored is delivered again with the same records, even if more have come. AWS
 * promises less: "process each event at least once, and duplicate processing of records can occur" (Using AWS Lambda
 * with Amazon DynamoDB). `batch` also stores the state of a tumbling window, which the function would get from Lambda.
 *
 * Shards are opened and closed by one line, so that an item always has exactly one open shard.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import type { StreamRecord } from './dynamodb';
import { allHashes, type HashRange } from './hash-range';
import type { Item } from './item';

/** A write whose outcome is unknown, with the image of its item before. */
export interface PendingWrite {
  keys: Item;
  image?: Item | undefined;
}

/** A tumbling window whose records have been read in part. */
export interface OpenWindow {
  /** Seconds since the epoch. */
  start: number;
  /** Seconds since the epoch, exclusive. */
  end: number;
  /** What the function returned last. */
  state: Record<string, unknown>;
}

export interface NewShard {
  id: string;
  range: HashRange;
  /** Ids of the shards to read first. */
  parents: readonly string[];
  /** Position of the first record. */
  firstPosition: number;
}

export interface ShardContent extends NewShard {
  isClosed: boolean;
  records: StreamRecord[];
  /** Positions of the current batch, the second one exclusive; equal if there is none. */
  batch: readonly [from: number, to: number];
  /** The tumbling window before the current batch. */
  window: OpenWindow | undefined;
}

export interface StreamContent {
  /** The highest prefix of a sequence number so far. */
  epoch: number;
  /** Number of shards with which the stream began. */
  shardCount: number;
  /** By id. */
  shards: Map<string, ShardContent>;
  /** By {@link keyToText}. */
  pendingWrites: Map<string, PendingWrite>;
}

/** Earlier versions had one shard and did not name it. */
export type JournalLine =
  | { epoch: number; shardCount: number; close: string[]; open: NewShard[] }
  | { first: number }
  | { begin: Item; image?: Item | undefined }
  | { record: StreamRecord; shard?: string }
  | { batch: readonly [from: number, to: number]; window?: OpenWindow | undefined; shard?: string };

/** The shard of a file from an earlier version. */
const unnamedShardId = 'shardId-00000000000000000000-00000000';

/** Smaller files are not compacted. */
const minCompactedBytes = 4_000_000;

const lineFeed = 0x0a;

/** Identifies an item by its key, whose attributes are always in the same order. */
export const keyToText = (keys: Record<string, unknown>): string => JSON.stringify(keys);

export class StreamJournal {
  readonly #file: string;
  readonly #log: Pick<Logger, 'warn'>;
  #descriptor: number;
  #size = 0;
  #compactedSize = 0;
  /** The content of the file when it was opened. */
  readonly content: StreamContent = { epoch: 0, shardCount: 0, shards: new Map(), pendingWrites: new Map() };

  /** @throws if the file can be neither read nor created */
  constructor(file: string, log: Pick<Logger, 'warn'>) {
    this.#file = file;
    this.#log = log;
    mkdirSync(path.dirname(file), { recursive: true });
    this.#descriptor = openSync(file, 'a+');
    closeSync(this.#descriptor);
    this.#descriptor = openSync(file, 'r+');
    this.#read(readFileSync(file));
  }

  /**
   * Appends a line.
   *
   * @throws if the line cannot be written; the file is then unchanged
   */
  write(line: JournalLine): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    this.#size = append(this.#descriptor, bytes, this.#size);
  }

  /**
   * Rewrites the file without finished records and writes once they make up most of it.
   *
   * @param content returns what the file must contain
   */
  compact(content: () => StreamContent): void {
    if (this.#size < Math.max(minCompactedBytes, 2 * this.#compactedSize)) return;
    const lines = toLines(content());
    const temporaryFile = `${this.#file}.new`;
    const descriptor = openSync(temporaryFile, 'w');
    try {
      const size = append(descriptor, Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')), 0);
      renameSync(temporaryFile, this.#file);
      closeSync(this.#descriptor);
      this.#descriptor = descriptor;
      this.#size = this.#compactedSize = size;
    } catch (error) {
      closeSync(descriptor);
      rmSync(temporaryFile, { force: true });
      this.#log.warn({ err: error, file: this.#file }, 'A stream could not be compacted; its file continues to grow');
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** Reads all complete lines. An incomplete last line is left from a crash and is removed. */
  #read(bytes: Buffer): void {
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, this.#size)) {
      const line = parse(bytes.toString('utf8', this.#size, end));
      if (!line) break;
      this.#apply(line);
      this.#size = end + 1;
    }
    for (const shard of this.content.shards.values()) {
      const finished = shard.batch[0] - shard.firstPosition;
      if (finished <= 0) continue;
      shard.records.splice(0, finished);
      shard.firstPosition = shard.batch[0];
    }
    if (this.#size === bytes.length) return;
    this.#log.warn(
      { file: this.#file, bytes: bytes.length - this.#size },
      'The last line of a stream was incomplete and is removed',
    );
    ftruncateSync(this.#descriptor, this.#size);
  }

  #apply(line: JournalLine): void {
    const { content } = this;
    if ('epoch' in line) {
      content.epoch = line.epoch;
      content.shardCount = line.shardCount;
      for (const shard of line.open) content.shards.set(shard.id, emptyShard(shard));
      for (const id of line.close) this.#shard(id).isClosed = true;
    } else if ('first' in line) {
      this.#shard().firstPosition = line.first;
    } else if ('begin' in line) {
      content.pendingWrites.set(keyToText(line.begin), { keys: line.begin, image: line.image });
    } else if ('record' in line) {
      this.#shard(line.shard).records.push(line.record);
      content.pendingWrites.delete(keyToText(line.record.dynamodb.Keys));
    } else {
      const shard = this.#shard(line.shard);
      shard.batch = line.batch;
      shard.window = line.window;
    }
  }

  #shard(id = unnamedShardId): ShardContent {
    const { content } = this;
    const existing = content.shards.get(id);
    if (existing) return existing;
    if (id !== unnamedShardId) throw new Error(`The stream in ${this.#file} is damaged: it does not open ${id}.`);
    content.shardCount = 1;
    const shard = emptyShard({ id, range: allHashes, parents: [], firstPosition: 0 });
    content.shards.set(id, shard);
    return shard;
  }
}

function emptyShard(shard: NewShard): ShardContent {
  const { firstPosition } = shard;
  return { ...shard, isClosed: false, records: [], batch: [firstPosition, firstPosition], window: undefined };
}

function toLines({ epoch, shardCount, shards, pendingWrites }: StreamContent): JournalLine[] {
  const all = [...shards.values()];
  return [
    {
      epoch,
      shardCount,
      close: all.filter(({ isClosed }) => isClosed).map(({ id }) => id),
      open: all.map(({ id, range, parents, firstPosition }) => ({ id, range, parents, firstPosition })),
    },
    ...all.flatMap(({ id, records }) => records.map((record) => ({ record, shard: id }))),
    // After the records, because a record ends the pending write of its item.
    ...[...pendingWrites.values()].map(({ keys, image }) => ({ begin: keys, image })),
    ...all.map(({ id, batch, window }) => ({ batch, window, shard: id })),
  ];
}

function parse(text: string): JournalLine | undefined {
  try {
    return JSON.parse(text) as JournalLine;
  } catch {
    return undefined;
  }
}

/** @returns the size of the file afterwards; a line that cannot be written leaves nothing behind */
function append(descriptor: number, bytes: Buffer, size: number): number {
  try {
    for (let written = 0; written < bytes.length;) {
      written += writeSync(descriptor, bytes, written, bytes.length - written, size + written);
    }
  } catch (error) {
    ftruncateSync(descriptor, size);
    throw error;
  }
  return size + bytes.length;
}
