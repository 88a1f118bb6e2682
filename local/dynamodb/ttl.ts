/** Deletes expired items in the background: "Using time to live (TTL) in DynamoDB". */
import type { Logger } from 'pino';
import type { Table } from '../cloudformation/deployment';
import { log as defaultLog } from '../log';
import type { ChangeCapture } from './change-capture';
import { DynamoDbError } from './dynamodb';
import type { DynamoDbEngineClient } from './engine-client';
import { keyOf, type Item } from './item';
import { timeToLiveIdentity } from './stream-record';

/** AWS deletes items within days. Here, tables should stay small. */
const defaultIntervalMs = 60_000;

/** A sweep reads whole tables, so the pause is at least this many times the duration of the sweep. */
const pausePerSweep = 10;

/** Items per request, so that a sweep of a large table does not block other requests. */
const pageSize = 200;

/** DynamoDB ignores a time to live that is further in the past. */
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

  /** Sweeps now and then periodically. */
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
   * Deletes all expired items.
   *
   * @returns the number of deleted items
   */
  async sweep(): Promise<number> {
    let deleted = 0;
    for (const table of this.#options.tables) {
      if (table.timeToLiveAttribute) deleted += await this.#sweepTable(table, table.timeToLiveAttribute);
    }
    return deleted;
  }

  /** Stops after the current item. */
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
          // The time to live may have been extended since the scan.
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
