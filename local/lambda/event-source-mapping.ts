/** Brings the records of a stream, as its only reader, to a function: "Using AWS Lambda with Amazon DynamoDB", for a stream of one shard. */
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
  invoke(functionArn: string, event: { Records: StreamRecord[] }): Promise<unknown>;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** Resolves after a time, or as soon as the signal aborts. */
  sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  log?: Pick<Logger, 'warn' | 'error'>;
}

const sleepUnlessAborted = (milliseconds: number, signal: AbortSignal) =>
  wait(milliseconds, undefined, { signal }).catch(() => undefined);

export class EventSourceMapping {
  readonly #options: EventSourceMappingOptions;
  readonly #now: () => number;
  readonly #sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly #log: Pick<Logger, 'warn' | 'error'>;
  readonly #closing = new AbortController();
  #polling: Promise<void> = Promise.resolve();
  /** Position in the stream up to which records are still delivered while closing. */
  #end = 0;

  constructor(options: EventSourceMappingOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#sleep = options.sleep ?? sleepUnlessAborted;
    this.#log = options.log ?? defaultLog;
  }

  /** Starts with the oldest record of the stream that was not delivered. */
  start(): void {
    this.#polling = this.#poll();
  }

  /** Delivers what has been recorded until now, and ends. A batch that fails is left to the next start. */
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
      if (mapping.maximumBatchingWindowSeconds > 0 && !signal.aborted) await this.#gather();
      const records = await this.#take();
      if (records === undefined) return;
      const batch = records.filter((record) => !this.#isTooOld(record));
      if (batch.length < records.length) this.#logDropped(records.length - batch.length, 'too old');
      if (batch.length > 0 && !(await this.#deliver(batch))) return;
      stream.finishBatch();
    }
  }

  /** The stream writes down what it gives, which may fail for a while. Undefined where the backend ends meanwhile. */
  async #take(): Promise<StreamRecord[] | undefined> {
    const { stream, mapping } = this.#options;
    const { signal } = this.#closing;
    for (let failures = 0; ; failures++) {
      try {
        return stream.takeBatch(mapping.batchSize);
      } catch (error) {
        this.#log.error({ function: mapping.functionArn, err: error }, 'A stream cannot be read for now');
        await this.#sleep(backoffMs(failures), signal);
        if (signal.aborted) return undefined;
      }
    }
  }

  /** Waits until a batch is full or the batching window is over. */
  async #gather(): Promise<void> {
    const { stream, mapping } = this.#options;
    const window = new AbortController();
    const end = () => window.abort();
    const timer = setTimeout(end, mapping.maximumBatchingWindowSeconds * 1000);
    // Not AbortSignal.any: Node.js 20 keeps what it makes for as long as the signals it is made of.
    this.#closing.signal.addEventListener('abort', end);
    await stream.waitForRecords(mapping.batchSize, window.signal);
    this.#closing.signal.removeEventListener('abort', end);
    clearTimeout(timer);
  }

  /**
   * Invokes with the same records until it succeeds, since a function may know a batch by its records.
   * @returns whether the reader is done with them
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
          this.#logDropped(records.length, isLast ? 'no retry is left' : 'too old', error);
          return true;
        }
        this.#log.warn({ ...fields, err: error }, 'A batch failed and is tried again');
      }
      await this.#sleep(backoffMs(retries), signal);
      if (signal.aborted) {
        this.#log.warn(fields, 'The backend ends; the next start delivers this batch');
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
