/** Deletes expired items in the background: "Using time to live (TTL) in DynamoDB". */
import type { Logger } from 'pino';
import type { Table } from '../cloudformation/deployment';
import { log as defaultLog } from '../log';
import type { ChangeCapture } from './change-capture';
import { DynamoDbError } from './dynamodb';
import type { DynamoDbEngineClient } from './engine-client';
import { keyOf, type Item } from './item';
import { timeToLiveIdentity } from './stream-record';

/** AWS deletes within days; a table that stays small is worth more here. */
const defaultIntervalMs = 60_000;

/** A sweep reads whole tables: a long one makes the next one wait so many times as long. */
const pausePerSweep = 10;

/** Items read at a time, so that a sweep of a large table leaves room for the requests between. */
const pageSize = 200;

/** DynamoDB takes a time further back for something else than a time to live. */
const oldestSeconds = 5 * 365 * 24 * 60 * 60;

export interface TimeToLiveOptions {
  tables: Table[];
  engine: Pick<DynamoDbEngineClient, 'call'>;
  capture: Pick<ChangeCapture, 'write'>;
  intervalMs?: number;
  now?: () => number;
  log?: Pick<Logger, 'error'>;
}

export class TimeToLive {
  readonly #options: TimeToLiveOptions;
  #timer: NodeJS.Timeout | undefined;
  #sweep: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: TimeToLiveOptions) {
    this.#options = options;
  }

  /** Sweeps now, and then at intervals. */
  start(): void {
    const { intervalMs = defaultIntervalMs, log = defaultLog } = this.#options;
    const startedAt = performance.now();
    this.#sweep = this.sweep()
      .catch((error: unknown) => log.error({ err: error }, 'Expired items could not be deleted'))
      .then(() => {
        if (this.#closed) return;
        const pauseMs = Math.max(intervalMs, (performance.now() - startedAt) * pausePerSweep);
        this.#timer = setTimeout(() => this.start(), pauseMs).unref();
      });
  }

  /**
   * Deletes every item that has expired by now.
   * @returns How many were deleted.
   */
  async sweep(): Promise<number> {
    let deleted = 0;
    for (const table of this.#options.tables) {
      if (table.timeToLiveAttribute) deleted += await this.#sweepTable(table, table.timeToLiveAttribute);
    }
    return deleted;
  }

  /** Ends after the item at work. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#sweep;
  }

  async #sweepTable(table: Table, attribute: string): Promise<number> {
    const { engine, capture, now = Date.now } = this.#options;
    const nowSeconds = Math.floor(now() / 1000);
    const ExpressionAttributeNames = { '#ttl': attribute };
    const values = { ':now': { N: String(nowSeconds) } };
    let deleted = 0;
    let ExclusiveStartKey: unknown;
    do {
      const page = await engine.call('Scan', {
        TableName: table.name,
        Limit: pageSize,
        ExclusiveStartKey,
        FilterExpression: '#ttl < :now AND #ttl > :oldest',
        ExpressionAttributeNames,
        ExpressionAttributeValues: { ...values, ':oldest': { N: String(nowSeconds - oldestSeconds) } },
      });
      for (const item of page.Items as Item[]) {
        if (this.#closed) return deleted;
        const deletion = {
          TableName: table.name,
          Key: keyOf(table, item),
          // Holds against a write since the scan that gave the item more time.
          ConditionExpression: '#ttl < :now',
          ExpressionAttributeNames,
          ExpressionAttributeValues: values,
        };
        if (await isDone(capture.write('DeleteItem', deletion, timeToLiveIdentity))) deleted++;
      }
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined && !this.#closed);
    return deleted;
  }
}

async function isDone(conditionalWrite: Promise<unknown>): Promise<boolean> {
  try {
    await conditionalWrite;
    return true;
  } catch (error) {
    if (error instanceof DynamoDbError && error.type === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
