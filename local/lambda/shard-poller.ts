/** Invokes a function with the records of one shard, in order: "Using AWS Lambda with Amazon DynamoDB". */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { EventSourceMapping as Mapping } from '../cloudformation/deployment';
import type { StreamRecord } from '../dynamodb/dynamodb';
import type { OpenWindow } from '../dynamodb/stream-journal';
import type { StreamShard } from '../dynamodb/stream-shard';
import { functionNameOf } from './function-name';
import {
  createWindowEvent,
  isSameWindow,
  isStateTooLarge,
  stateOf,
  windowOf,
  type StreamEvent,
} from './tumbling-window';

const firstBackoffMs = 100;
const maxBackoffMs = 10_000;

const backoffMs = (failures: number) => Math.min(firstBackoffMs * 2 ** failures, maxBackoffMs);

export interface PollerOptions {
  mapping: Mapping;
  invoke: (functionArn: string, event: StreamEvent) => Promise<unknown>;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Resolves after the duration, or as soon as the signal aborts. */
  sleep: (durationMs: number, signal: AbortSignal) => Promise<void>;
  log: Pick<Logger, 'warn' | 'error'>;
}

export const sleepUnlessAborted = (durationMs: number, signal: AbortSignal): Promise<void> =>
  wait(durationMs, undefined, { signal }).catch(() => undefined);

/** Why an invocation is not repeated. */
type Outcome = { isDone: true; state: OpenWindow['state'] | undefined } | { isDone: false; isDropped: boolean };

export class ShardPoller {
  readonly #options: PollerOptions;
  readonly #mapping: Mapping;
  readonly #shard: StreamShard;
  readonly #closing: AbortSignal;
  readonly #endPosition: () => number;

  /**
   * @param closing aborts when the mapping ends
   * @param endPosition the position up to which records are still delivered then
   */
  constructor(options: PollerOptions, shard: StreamShard, closing: AbortSignal, endPosition: () => number) {
    this.#options = options;
    this.#mapping = options.mapping;
    this.#shard = shard;
    this.#closing = closing;
    this.#endPosition = endPosition;
  }

  /**
   * Polls until the shard is read to its end or the mapping ends. Of a failed batch, the next start continues with the
   * same records.
   */
  async run(): Promise<void> {
    const shard = this.#shard;
    if (shard.window && this.#mapping.tumblingWindowSeconds === 0) shard.endWindow();
    while (!shard.isDrained && !this.#isEnding()) {
      await this.#waitForRecords();
      const canContinue = this.#isWindowOver() ? await this.#endWindow() : await this.#deliverNextBatch();
      if (!canContinue) return;
    }
  }

  /** A closed shard is still read to its end, because others must wait for that. */
  #isEnding(): boolean {
    return this.#closing.aborted && !this.#shard.isClosed && this.#shard.readerPosition >= this.#endPosition();
  }

  /** Waits for a record or the end of the window. */
  async #waitForRecords(): Promise<void> {
    const { window } = this.#shard;
    if (!window) return this.#shard.waitForRecords(1, this.#closing);
    await this.#waitAtMost(window.end * 1000 - this.#options.now(), 1);
  }

  async #waitAtMost(durationMs: number, records: number): Promise<void> {
    const timeout = new AbortController();
    const end = () => timeout.abort();
    if (this.#closing.aborted || durationMs <= 0) end();
    const timer = setTimeout(end, Math.max(0, durationMs));
    // Not `AbortSignal.any`: in Node.js 20 its results are not freed before their sources.
    this.#closing.addEventListener('abort', end);
    await this.#shard.waitForRecords(records, timeout.signal);
    this.#closing.removeEventListener('abort', end);
    clearTimeout(timer);
  }

  /** Whether the window has ended, all its records are finished, and the function does not know that yet. */
  #isWindowOver(): boolean {
    const { window, nextRecord, isClosed } = this.#shard;
    if (!window) return false;
    if (isStateTooLarge(window)) return true;
    if (nextRecord) return !isSameWindow(window, windowOf(nextRecord, this.#mapping.tumblingWindowSeconds));
    // "When the shard ends, Lambda considers the window closed."
    return isClosed || this.#options.now() >= window.end * 1000;
  }

  /** Invokes the function with the state of the window. @returns false if the mapping ends first */
  async #endWindow(): Promise<boolean> {
    const { window } = this.#shard;
    if (!window) return true;
    const isTooOld = () => this.#isTooOld(window.end);
    const outcome = await this.#invoke(this.#createEvent([], window), isTooOld);
    if (!outcome.isDone && !outcome.isDropped) return false;
    this.#shard.endWindow();
    return true;
  }

  /** @returns false if the mapping ends before the batch is finished */
  async #deliverNextBatch(): Promise<boolean> {
    const shard = this.#shard;
    if (shard.unreadRecords === 0) return true;
    const { maximumBatchingWindowSeconds: batchingSeconds, batchSize, tumblingWindowSeconds } = this.#mapping;
    if (batchingSeconds > 0) await this.#waitAtMost(batchingSeconds * 1000, batchSize);
    const records = await this.#takeBatch();
    const [first] = records ?? [];
    if (!records || !first) return records !== undefined;
    const window = tumblingWindowSeconds > 0 ? (shard.window ?? windowOf(first, tumblingWindowSeconds)) : undefined;

    const batch = records.filter((record) => !this.#isRecordTooOld(record));
    if (batch.length < records.length) this.#logDropped(records.length - batch.length, 'too old');
    if (batch.length === 0) {
      shard.finishBatch(shard.window);
      return true;
    }
    const isTooOld = () => batch.some((record) => this.#isRecordTooOld(record));
    const outcome = await this.#invoke(this.#createEvent(batch, window), isTooOld);
    if (!outcome.isDone && !outcome.isDropped) return false;
    const state = outcome.isDone ? outcome.state : undefined;
    shard.finishBatch(window && state ? { ...window, state } : shard.window);
    return true;
  }

  #createEvent(records: StreamRecord[], window: OpenWindow | undefined): StreamEvent {
    if (!window) return { Records: records };
    return createWindowEvent(records, window, { shardId: this.#shard.id, eventSourceARN: this.#mapping.streamArn });
  }

  /** Retries while the stream cannot write down the batch. @returns undefined if the mapping ends first */
  async #takeBatch(): Promise<StreamRecord[] | undefined> {
    const { batchSize, functionArn, tumblingWindowSeconds: seconds } = this.#mapping;
    const isSameBatch = (first: StreamRecord, record: StreamRecord) =>
      seconds === 0 || isSameWindow(windowOf(first, seconds), windowOf(record, seconds));
    for (let failures = 0; ; failures++) {
      try {
        return this.#shard.takeBatch(batchSize, isSameBatch);
      } catch (error) {
        this.#options.log.error(
          { function: functionNameOf(functionArn), err: error },
          'A stream cannot be read at the moment',
        );
        await this.#options.sleep(backoffMs(failures), this.#closing);
        if (this.#closing.aborted) return undefined;
      }
    }
  }

  /** Invokes the function with the same event until it succeeds, because it may identify a batch by its records. */
  async #invoke(event: StreamEvent, isTooOld: () => boolean): Promise<Outcome> {
    const { invoke, sleep, log } = this.#options;
    const { functionArn, maximumRetryAttempts } = this.#mapping;
    const fields = { function: functionNameOf(functionArn), shard: this.#shard.id, records: event.Records.length };
    for (let retries = 0; ; retries++) {
      try {
        const response = await invoke(functionArn, event);
        return { isDone: true, state: event.window ? stateOf(response) : undefined };
      } catch (error) {
        const isLast = maximumRetryAttempts >= 0 && retries >= maximumRetryAttempts;
        if (isLast || isTooOld()) {
          this.#logDropped(event.Records.length, isLast ? 'no retries are left' : 'too old', error);
          return { isDone: false, isDropped: true };
        }
        log.warn({ ...fields, err: error }, 'A batch failed and will be retried');
      }
      await sleep(backoffMs(retries), this.#closing);
      if (this.#closing.aborted) {
        log.warn(fields, 'The backend ends; this batch is delivered after the next start');
        return { isDone: false, isDropped: false };
      }
    }
  }

  #isRecordTooOld({ dynamodb }: StreamRecord): boolean {
    return this.#isTooOld(dynamodb.ApproximateCreationDateTime);
  }

  #isTooOld(createdAtSeconds: number): boolean {
    const { maximumRecordAgeSeconds } = this.#mapping;
    return maximumRecordAgeSeconds >= 0 && this.#options.now() / 1000 - createdAtSeconds > maximumRecordAgeSeconds;
  }

  #logDropped(records: number, reason: string, error?: unknown): void {
    this.#options.log.error(
      {
        function: functionNameOf(this.#mapping.functionArn),
        shard: this.#shard.id,
        records,
        ...(error !== undefined && { err: error }),
      },
      `Stream records dropped: ${reason}`,
    );
  }
}
