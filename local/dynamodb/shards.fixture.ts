/** What tests read of a stream's shards. */
import type { StreamRecord } from './dynamodb';
import type { StreamShard } from './stream-shard';
import type { TableStream } from './table-stream';

/** @throws if the stream does not have exactly one shard */
export function onlyShard({ shards: [shard, ...others] }: TableStream): StreamShard {
  if (!shard || others.length > 0) throw new Error('The stream must have exactly one shard.');
  return shard;
}

/** The stored records, one shard after another. */
export function recordsOf({ shards }: TableStream): StreamRecord[] {
  return shards.flatMap((shard) => shard.read(0, Infinity).records);
}
