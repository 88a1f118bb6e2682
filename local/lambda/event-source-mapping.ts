/**
 * Invokes a function with the records of a stream: "Using AWS Lambda with Amazon DynamoDB". Shards are read
 * concurrently, and a shard after those that it follows.
 */
import { setMaxListeners } from 'node:events';
import type { StreamShard } from '../dynamodb/stream-shard';
import type { TableStream } from '../dynamodb/table-stream';
import { log as defaultLog } from '../log';
import { ShardPoller, sleepUnlessAborted, type PollerOptions } from './shard-poller';

/** `now`, `sleep` and `log` have defaults. */
export interface EventSourceMappingOptions
  extends Pick<PollerOptions, 'mapping' | 'invoke'>, Partial<Pick<PollerOptions, 'now' | 'sleep' | 'log'>> {
  stream: TableStream;
}

export class EventSourceMapping {
  readonly #stream: TableStream;
  readonly #options: PollerOptions;
  readonly #closing = new AbortController();
  readonly #started = new WeakSet<StreamShard>();
  readonly #polling = new Set<Promise<void>>();
  /** While closing, records up to these positions are still delivered. */
  #endPositions: ReadonlyMap<StreamShard, number> = new Map();

  constructor({
    stream,
    now = Date.now,
    sleep = sleepUnlessAborted,
    log = defaultLog,
    ...options
  }: EventSourceMappingOptions) {
    this.#stream = stream;
    // Each shard's poller listens; Node.js warns of more than ten listeners.
    setMaxListeners(0, this.#closing.signal);
    this.#options = { ...options, now, sleep, log };
  }

  /** Starts with the oldest undelivered record of each shard. */
  start(): void {
    for (const shard of this.#stream.readableShards) {
      if (this.#started.has(shard)) continue;
      this.#started.add(shard);
      const polling = this.#poll(shard).finally(() => this.#polling.delete(polling));
      this.#polling.add(polling);
    }
  }

  /** Delivers the records of the stream so far, then ends. A failed batch is delivered again after the next start. */
  async close(): Promise<void> {
    this.#endPositions = new Map(this.#stream.shards.map((shard) => [shard, shard.endPosition]));
    this.#closing.abort();
    while (this.#polling.size > 0) await Promise.all(this.#polling);
  }

  async #poll(shard: StreamShard): Promise<void> {
    const endPosition = () => this.#endPositions.get(shard) ?? 0;
    await new ShardPoller(this.#options, shard, this.#closing.signal, endPosition).run();
    // The shards that follow this one can be read now.
    if (shard.isDrained) this.start();
  }
}
