/** The streams of all tables. Each is opened once, so that it continues after a reload. */
import path from 'node:path';
import type { Table } from '../cloudformation/deployment';
import { TableStream } from './table-stream';

export class TableStreams {
  readonly #folder: string;
  readonly #region: string;
  readonly #open = new Map<string, TableStream>();

  /** @param folder stores a file for each table */
  constructor(folder: string, region: string) {
    this.#folder = folder;
    this.#region = region;
  }

  /** @throws if the stream's file can be neither read nor created */
  open({ name, streamArn: arn = '' }: Table): TableStream {
    const existing = this.#open.get(arn);
    if (existing) return existing;
    const stream = new TableStream({
      tableName: name,
      arn,
      region: this.#region,
      file: path.join(this.#folder, `${name}.jsonl`),
    });
    this.#open.set(arn, stream);
    return stream;
  }

  close(): void {
    for (const stream of this.#open.values()) stream.close();
  }
}
