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
 * with Amazon DynamoDB).
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import type { StreamRecord } from './dynamodb';
import type { Item } from './item';

/** A write whose outcome is unknown, with the image of its item before. */
export interface PendingWrite {
  keys: Item;
  image?: Item | undefined;
}

export interface StreamContent {
  /** Position of the first record. */
  firstPosition: number;
  records: StreamRecord[];
  /** Positions of the current batch, the second one exclusive; equal if there is none. */
  batch: [from: number, to: number];
  /** By {@link keyToText}. */
  pendingWrites: Map<string, PendingWrite>;
}

export type JournalLine =
  | { first: number }
  | { begin: Item; image?: Item | undefined }
  | { record: StreamRecord }
  | { batch: [from: number, to: number] };

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
  readonly content: StreamContent = { firstPosition: 0, records: [], batch: [0, 0], pendingWrites: new Map() };

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

  /** Rewrites the file without finished records and writes once they make up most of it. */
  compact({ firstPosition, records, batch, pendingWrites }: StreamContent): void {
    if (this.#size < Math.max(minCompactedBytes, 2 * this.#compactedSize)) return;
    const lines: JournalLine[] = [
      { first: firstPosition },
      ...records.map((record) => ({ record })),
      // After the records, because a record ends the pending write of its item.
      ...[...pendingWrites.values()].map(({ keys, image }) => ({ begin: keys, image })),
      { batch },
    ];
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
    const { content } = this;
    const finished = content.batch[0] - content.firstPosition;
    if (finished > 0) {
      content.records.splice(0, finished);
      content.firstPosition = content.batch[0];
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
    if ('first' in line) {
      content.firstPosition = line.first;
    } else if ('begin' in line) {
      content.pendingWrites.set(keyToText(line.begin), { keys: line.begin, image: line.image });
    } else if ('record' in line) {
      content.records.push(line.record);
      content.pendingWrites.delete(keyToText(line.record.dynamodb.Keys));
    } else {
      content.batch = line.batch;
    }
  }
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
