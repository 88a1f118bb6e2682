/** The streams of all tables. Each is opened once, so that it continues after a reload. */
import path from 'node:path';
import type { Table } from '../cloudformation/deployment';
import { TableStream } from './table-stream';

/** A shard as `ListStreams` and `DescribeStream` show it. */
export interface ShardDescription {
  tableName: string;
  shardId: string;
  /** Whether new records are added. A closed shard disappears when it has been read to its end. */
  isOpen: boolean;
}

export class TableStreams {
  readonly #folder: string;
  readonly #region: string;
  readonly #shardCount: number | undefined;
  readonly #open = new Map<string, TableStream>();

  /**
   * @param folder stores a file for each table
   * @param shardCount number of shards of each stream; as on AWS by default
   */
  constructor(folder: string, region: string, shardCount?: number) {
    this.#folder = folder;
    this.#region = region;
    this.#shardCount = shardCount;
  }

  /** @throws if the stream's file can be neither read nor created, or is damaged */
  open({ name, streamArn: arn = '' }: Table): TableStream {
    const existing = this.#open.get(arn);
    if (existing) return existing;
    const stream = new TableStream({
      tableName: name,
      arn,
      region: this.#region,
      shardCount: this.#shardCount,
      file: path.join(this.#folder, `${name}.jsonl`),
    });
    this.#open.set(arn, stream);
    return stream;
  }

  describeShards(): ShardDescription[] {
    return [...this.#open.values()].flatMap(({ tableName, shards }) =>
      shards.map(({ id, isClosed }) => ({ tableName, shardId: id, isOpen: !isClosed })),
    );
  }

  /**
   * Splits a shard of any stream; see {@link TableStream.split}.
   *
   * @returns the ids of the new shards
   * @throws {Error} if no stream has this shard, or it cannot be split
   */
  splitShard(shardId: string): string[] {
    const stream = [...this.#open.values()].find(({ shards }) => shards.some(({ id }) => id === shardId));
    if (!stream) throw new Error(`No stream has a shard ${shardId}.`);
    return stream.split(shardId);
  }

  close(): void {
    for (const stream of this.#open.values()) stream.close();
  }
}
