/** Invokes a function with the records of a stream of one shard: "Using AWS Lambda with Amazon DynamoDB". */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { EventSourceMapping as Mapping } from '../cloudformation/deployment';
import type { StreamRecord } from '../dynamodb/dynamodb';
import type { TableStream } from '../dynamodb/table-stream';
import { log as defaultLog } from '../log';

const firstBackoffMs = 100;
const maxBackoffMs = 10_000;

const backoffMs = (failures: number) => Math.min(firstBackoffMs * 2 ** failures, maxBackoffMs);

export interface EventSourceMappingOptions {
  mapping: Mapping;
  stream: TableStream;
  invoke: (functionArn: string, event: { Records: StreamRecord[] }) => Promise<unknown>;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** Resolves after the duration, or as soon as the signal aborts. */
  sleep?: (durationMs: number, signal: AbortSignal) => Promise<void>;
  log?: Pick<Logger, 'warn' | 'error'>;
}

const sleepUnlessAborted = (durationMs: number, signal: AbortSignal) =>
  wait(durationMs, undefined, { signal }).catch(() => undefined);

export class EventSourceMapping {
  readonly #options: EventSourceMappingOptions;
  readonly #now: () => number;
  readonly #sleep: (durationMs: number, signal: AbortSignal) => Promise<void>;
  readonly #log: Pick<Logger, 'warn' | 'error'>;
  readonly #closing = new AbortController();
  #polling: Promise<void> = Promise.resolve();
  /** While closing, records up to this position of the stream are still delivered. */
  #end = 0;

  constructor(options: EventSourceMappingOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#sleep = options.sleep ?? sleepUnlessAborted;
    this.#log = options.log ?? defaultLog;
  }

  /** Starts with the oldest undelivered record of the stream. */
  start(): void {
    this.#polling = this.#poll();
  }

  /** Delivers the records of the stream so far, then ends. A failed batch is delivered again after the next start. */
  async close(): Promise<void> {
    this.#end = this.#options.stream.endPosition;
    this.#closing.abort();
    await this.#polling;
  }

  async #poll(): Promise<void> {
    const { stream, mapping } = this.#options;
    const { signal } = this.#closing;
    while (!signal.aborted || stream.readerPosition < this.#end) {
      await stream.waitForRecords(1, signal);
      if (mapping.maximumBatchingWindowSeconds > 0 && !signal.aborted) await this.#waitForFullBatch();
      const records = await this.#takeBatch();
      if (records === undefined) return;
      const batch = records.filter((record) => !this.#isTooOld(record));
      if (batch.length < records.length) this.#logDropped(records.length - batch.length, 'too old');
      if (batch.length > 0 && !(await this.#deliver(batch))) return;
      stream.finishBatch();
    }
  }

  /** Retries while the stream cannot write down the batch. @returns undefined if the backend ends first */
  async #takeBatch(): Promise<StreamRecord[] | undefined> {
    const { stream, mapping } = this.#options;
    const { signal } = this.#closing;
    for (let failures = 0; ; failures++) {
      try {
        return stream.takeBatch(mapping.batchSize);
      } catch (error) {
        this.#log.error({ function: mapping.functionArn, err: error }, 'A stream cannot be read at the moment');
        await this.#sleep(backoffMs(failures), signal);
        if (signal.aborted) return undefined;
      }
    }
  }

  /** Waits until a batch is full or the batching window has passed. */
  async #waitForFullBatch(): Promise<void> {
    const { stream, mapping } = this.#options;
    const window = new AbortController();
    const end = () => window.abort();
    const timer = setTimeout(end, mapping.maximumBatchingWindowSeconds * 1000);
    // Not `AbortSignal.any`: in Node.js 20 its results are not freed before their sources.
    this.#closing.signal.addEventListener('abort', end);
    await stream.waitForRecords(mapping.batchSize, window.signal);
    this.#closing.signal.removeEventListener('abort', end);
    clearTimeout(timer);
  }

  /**
   * Invokes the function with the same records until it succeeds, because it may identify a batch by its records.
   *
   * @returns whether the batch is finished
   */
  async #deliver(records: StreamRecord[]): Promise<boolean> {
    const { mapping, invoke } = this.#options;
    const { signal } = this.#closing;
    const fields = { function: mapping.functionArn, records: records.length };
    for (let retries = 0; ; retries++) {
      try {
        await invoke(mapping.functionArn, { Records: records });
        return true;
      } catch (error) {
        const isLast = mapping.maximumRetryAttempts >= 0 && retries >= mapping.maximumRetryAttempts;
        if (isLast || records.some((record) => this.#isTooOld(record))) {
          this.#logDropped(records.length, isLast ? 'no retries are left' : 'too old', error);
          return true;
        }
        this.#log.warn({ ...fields, err: error }, 'A batch failed and will be retried');
      }
      await this.#sleep(backoffMs(retries), signal);
      if (signal.aborted) {
        this.#log.warn(fields, 'The backend ends; this batch is delivered after the next start');
        return false;
      }
    }
  }

  #isTooOld(record: StreamRecord): boolean {
    const { maximumRecordAgeSeconds } = this.#options.mapping;
    const ageSeconds = this.#now() / 1000 - record.dynamodb.ApproximateCreationDateTime;
    return maximumRecordAgeSeconds >= 0 && ageSeconds > maximumRecordAgeSeconds;
  }

  #logDropped(records: number, reason: string, error?: unknown): void {
    const { functionArn } = this.#options.mapping;
    this.#log.error(
      { function: functionArn, records, ...(error !== undefined && { err: error }) },
      `Stream records dropped: ${reason}`,
    );
  }
}
