/**
 * Keeps a stream over a crash: an append-only file, one line of JSON for each thing that happened.
 *
 * Why nothing is lost. A line is in the system's hands before the next step is taken (a killed process loses nothing
 * of it; a power cut may, as it may of the tables, which LevelDB writes in the same way). Before an item is written,
 * `begin` keeps its image; afterwards `record` keeps the change. Where the process dies in between, the item is
 * compared with the image of `begin` at the next start, and told of if it differs (`ChangeCapture.settle`). A write
 * is acknowledged after `record`, so every acknowledged change is in the file, or is found.
 *
 * Why nothing is delivered as something else. `batch` keeps a batch's bounds before the function is invoked, so that
 * a batch whose end nobody saw is delivered again with the same records, however many have come since. AWS gives
 * less: "process each event at least once, and duplicate processing of records can occur" (Using AWS Lambda with
 * Amazon DynamoDB); the tally does not rely on the bounds either.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import type { StreamRecord } from './dynamodb';
import type { Item } from './item';

/** An item that is being written, as it was before. */
export interface PendingWrite {
  keys: Item;
  image?: Item | undefined;
}

export interface StreamContent {
  /** Position of the first record. */
  firstPosition: number;
  records: StreamRecord[];
  /** Positions of the batch under way, the second one exclusive; equal where there is none. */
  batch: [from: number, to: number];
  /** By {@link keyToText}. */
  pendingWrites: Map<string, PendingWrite>;
}

export type JournalLine =
  | { first: number }
  | { begin: Item; image?: Item | undefined }
  | { record: StreamRecord }
  | { batch: [from: number, to: number] };

/** A file smaller than this is not worth tidying. */
const tidyFromBytes = 4_000_000;

const lineFeed = 0x0a;

/** Names an item by its key, whose attributes always stand in the same order. */
export const keyToText = (keys: Record<string, unknown>): string => JSON.stringify(keys);

export class StreamJournal {
  readonly #file: string;
  readonly #log: Pick<Logger, 'warn'>;
  #descriptor: number;
  #size = 0;
  #tidiedSize = 0;
  /** What the file held when it was opened. */
  readonly content: StreamContent = { firstPosition: 0, records: [], batch: [0, 0], pendingWrites: new Map() };

  /** @throws where the file can be neither read nor made */
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
   * @throws where there is no room; the file is then as it was
   */
  write(line: JournalLine): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    this.#size = append(this.#descriptor, bytes, this.#size);
  }

  /** Leaves out what is over, once that is most of the file. */
  compact({ firstPosition: first, records, batch, pendingWrites: begun }: StreamContent): void {
    if (this.#size < Math.max(tidyFromBytes, 2 * this.#tidiedSize)) return;
    const lines: JournalLine[] = [
      { first },
      ...records.map((record) => ({ record })),
      // After the records: a record ends what was begun on its item before.
      ...[...begun.values()].map(({ keys, image }) => ({ begin: keys, image })),
      { batch },
    ];
    const unfinished = `${this.#file}.new`;
    const descriptor = openSync(unfinished, 'w');
    try {
      const size = append(descriptor, Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')), 0);
      renameSync(unfinished, this.#file);
      closeSync(this.#descriptor);
      this.#descriptor = descriptor;
      this.#size = this.#tidiedSize = size;
    } catch (error) {
      closeSync(descriptor);
      rmSync(unfinished, { force: true });
      this.#log.warn({ err: error, file: this.#file }, 'A stream could not be tidied; its file goes on growing');
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** Takes in every whole line; what follows the last one is the trace of a crash, and goes. */
  #read(bytes: Buffer): void {
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, this.#size)) {
      const line = parse(bytes.toString('utf8', this.#size, end));
      if (!line) break;
      this.#apply(line);
      this.#size = end + 1;
    }
    const { content } = this;
    const done = content.batch[0] - content.firstPosition;
    if (done > 0) {
      content.records.splice(0, done);
      content.firstPosition = content.batch[0];
    }
    if (this.#size === bytes.length) return;
    this.#log.warn(
      { file: this.#file, bytes: bytes.length - this.#size },
      'The end of a stream was torn, and is left out',
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

/** @returns the file's size afterwards. A line that does not fit leaves nothing behind. */
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
