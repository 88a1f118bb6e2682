/** The streams of the tables, each opened once: what runs after a reload goes on with the streams that there are. */
import path from 'node:path';
import type { Table } from '../cloudformation/deployment';
import { TableStream } from './table-stream';

export class TableStreams {
  readonly #folder: string;
  readonly #region: string;
  readonly #open = new Map<string, TableStream>();

  /** @param folder - keeps the streams, a file for each table */
  constructor(folder: string, region: string) {
    this.#folder = folder;
    this.#region = region;
  }

  /** @throws where the stream's file can be neither read nor made */
  open({ name, streamArn: arn = '' }: Table): TableStream {
    const known = this.#open.get(arn);
    if (known) return known;
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
