/**
 * Writes to the engine and records the changes in the tables' streams, since the engines have no readable streams.
 * Writes to one item run one after another. The images before and after a write are returned by the engine, known from
 * the previous write, or read.
 */
import type { Logger } from 'pino';
import type { Table } from '../cloudformation/deployment';
import { log as defaultLog } from '../log';
import { BackgroundRetries } from './background-retries';
import { DynamoDbError, type DynamoDbOperation, type StreamRecord } from './dynamodb';
import type { DynamoDbEngineClient } from './engine-client';
import { areItemsEqual, hasCanonicalNumbers, type Item } from './item';
import { ItemState } from './item-state';
import type { PendingWrite } from './stream-journal';
import type { TableStream } from './table-stream';
import { writtenKeys, type WrittenKey } from './written-keys';

type Input = Record<string, unknown>;
type Output = Record<string, unknown>;

/** The output of a write to one item, and the item afterwards. */
interface CapturedWrite {
  output: Output;
  newImage: Item | undefined;
}

export interface ChangeCaptureOptions {
  /** The state of the engine's items, shared with every other capture that writes to the engine. */
  items?: ItemState;
  /** Repeats the reads of items whose writes had no answer. */
  retries?: BackgroundRetries;
  log?: Pick<Logger, 'debug'>;
}

export class ChangeCapture {
  readonly #engine: Pick<DynamoDbEngineClient, 'call'>;
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #streams: ReadonlyMap<string, TableStream>;
  readonly #items: ItemState;
  readonly #retries: BackgroundRetries;
  readonly #log: Pick<Logger, 'debug'>;

  constructor(
    engine: Pick<DynamoDbEngineClient, 'call'>,
    tables: Table[],
    streams: TableStream[],
    { items = new ItemState(), retries = new BackgroundRetries(), log = defaultLog }: ChangeCaptureOptions = {},
  ) {
    this.#engine = engine;
    this.#items = items;
    this.#retries = retries;
    this.#log = log;
    this.#tables = new Map(tables.map((table) => [table.name, table]));
    this.#streams = new Map(streams.map((stream) => [stream.tableName, stream]));
  }

  /**
   * Runs an operation that writes.
   *
   * @param userIdentity the writer, if it is the service itself
   * @throws {DynamoDbError} the engine's error; a failed condition has the item in its details if the input asks for it
   */
  async write(
    operation: DynamoDbOperation,
    input: Input,
    userIdentity?: StreamRecord['userIdentity'],
  ): Promise<Output> {
    const keys = writtenKeys(operation, input, this.#tables);
    // The input is invalid: the engine's error says why.
    if (keys === undefined) return this.#engine.call(operation, input);

    return this.#items.locks.run(
      keys.map(({ id }) => id),
      () => {
        const [key] = keys;
        const isSingle = operation === 'PutItem' || operation === 'UpdateItem' || operation === 'DeleteItem';
        return isSingle && key
          ? this.#writeOne(operation, input, key, userIdentity)
          : this.#writeMany(operation, input, keys);
      },
    );
  }

  /** Stops the recovery of writes without an answer. They are recovered at the next start. */
  close(): Promise<void> {
    return this.#retries.close();
  }

  /** Records the changes of writes whose outcome is unknown because the process ended. */
  async recoverPendingWrites(): Promise<void> {
    for (const stream of this.#streams.values()) {
      for (const { keys } of stream.pendingWrites) {
        const [key] = writtenKeys('DeleteItem', { TableName: stream.tableName, Key: keys }, this.#tables) ?? [];
        if (!key) continue;
        try {
          await this.#items.locks.run([key.id], () => this.#recoverPendingWrite(key, stream));
        } catch (error) {
          this.#log.debug({ err: error, table: key.table.name }, 'The outcome of a write is still unknown');
          this.#recoverLater(key, stream);
        }
      }
    }
  }

  /** Records what an earlier write with an unknown outcome did to an item. */
  async #recoverPendingWrite(key: WrittenKey, stream: TableStream): Promise<void> {
    const pending = stream.pendingWrite(key.key);
    if (!pending) return;
    stream.append({ keys: key.key, oldImage: pending.image, newImage: await this.#read(key) });
  }

  /**
   * Reads an item until it shows what a write without an answer did. The engine may apply the write after it has broken
   * the connection, so an unchanged item is read again for as long as a request may take.
   */
  #recoverLater(key: WrittenKey, stream: TableStream): void {
    const pending = stream.pendingWrite(key.key);
    if (!pending) return;
    this.#retries.start((isLate) =>
      this.#items.locks.run([key.id], async () => {
        try {
          return await this.#tryToRecover(key, stream, pending, isLate);
        } catch (error) {
          this.#log.debug({ err: error, table: key.table.name }, 'The outcome of a write is still unknown');
          return false;
        }
      }),
    );
  }

  async #tryToRecover(key: WrittenKey, stream: TableStream, pending: PendingWrite, isLate: boolean): Promise<boolean> {
    // A later write of the item has recorded the change.
    if (stream.pendingWrite(key.key) !== pending) return true;
    const newImage = await this.#read(key);
    if (!isLate && areItemsEqual(pending.image, newImage)) return false;
    stream.append({ keys: key.key, oldImage: pending.image, newImage });
    return true;
  }

  async #writeOne(
    operation: DynamoDbOperation,
    input: Input,
    key: WrittenKey,
    userIdentity: StreamRecord['userIdentity'],
  ) {
    const stream = this.#streams.get(key.table.name);
    if (!stream) {
      // Another capture, of a deployment in which the table has a stream, may know an older image.
      this.#items.images.delete(key.id);
      return this.#callOne(operation, input, key);
    }
    await this.#recoverPendingWrite(key, stream);
    const oldImage = this.#items.images.get(key.id) ?? (await this.#read(key));
    stream.begin(key.key, oldImage);
    try {
      const { output, newImage } = await this.#capture(operation, input, key, oldImage);
      this.#remember(key, newImage);
      stream.append({ keys: key.key, oldImage, newImage, userIdentity });
      return output;
    } catch (error) {
      if (isRejection(error)) {
        stream.cancelWrite(key.key);
      } else {
        this.#items.images.delete(key.id);
        this.#recoverLater(key, stream);
      }
      throw error;
    }
  }

  async #capture(
    operation: DynamoDbOperation,
    input: Input,
    key: WrittenKey,
    oldImage: Item | undefined,
  ): Promise<CapturedWrite> {
    const returnValues = input.ReturnValues ?? 'NONE';
    const call = (ReturnValues: unknown) => this.#callOne(operation, { ...input, ReturnValues }, key);

    if (operation === 'UpdateItem') {
      if (returnValues === 'NONE' || returnValues === 'ALL_OLD' || returnValues === 'ALL_NEW') {
        const { Attributes, ...output } = await call('ALL_NEW');
        const newImage = Attributes as Item;
        const attributes = { NONE: undefined, ALL_OLD: oldImage, ALL_NEW: newImage }[returnValues];
        return { output: attributes ? { ...output, Attributes: attributes } : output, newImage };
      }
      return { output: await call(returnValues), newImage: await this.#read(key) };
    }

    const output = await call(returnValues);
    return { output, newImage: operation === 'PutItem' ? await this.#storedImage(input.Item as Item, key) : undefined };
  }

  async #writeMany(operation: DynamoDbOperation, input: Input, keys: WrittenKey[]): Promise<Output> {
    for (const { id } of keys) this.#items.images.delete(id);
    const streamed = keys.flatMap((key) => {
      const stream = this.#streams.get(key.table.name);
      return stream ? [{ key, stream }] : [];
    });
    const readAll = () => Promise.all(streamed.map(({ key }) => this.#read(key)));

    for (const { key, stream } of streamed) {
      await this.#recoverPendingWrite(key, stream);
    }
    const before = await readAll();
    streamed.forEach(({ key, stream }, index) => stream.begin(key.key, before[index]));
    try {
      const output = await this.#engine.call(operation, input).catch((error: unknown) => {
        if (isRejection(error)) for (const { key, stream } of streamed) stream.cancelWrite(key.key);
        throw error;
      });
      const after = await readAll();
      streamed.forEach(({ key, stream }, index) => {
        stream.append({ keys: key.key, oldImage: before[index], newImage: after[index], userIdentity: undefined });
      });
      return output;
    } catch (error) {
      for (const { key, stream } of streamed) this.#recoverLater(key, stream);
      throw error;
    }
  }

  /** Implements `ReturnValuesOnConditionCheckFailure`, which dynalite lacks. */
  async #callOne(operation: DynamoDbOperation, input: Input, key: WrittenKey): Promise<Output> {
    try {
      return await this.#engine.call(operation, input);
    } catch (error) {
      const wantsItem = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
      if (!(error instanceof DynamoDbError) || error.type !== 'ConditionalCheckFailedException' || !wantsItem)
        throw error;
      const item = error.details.Item ?? (await this.#read(key));
      throw new DynamoDbError(
        error.type,
        error.message,
        error.statusCode,
        item ? { ...error.details, Item: item } : {},
      );
    }
  }

  async #read({ table, key }: WrittenKey): Promise<Item | undefined> {
    const { Item: item } = await this.#engine.call('GetItem', {
      TableName: table.name,
      Key: key,
      ConsistentRead: true,
    });
    return item as Item | undefined;
  }

  /** The engine stores numbers in canonical form: only an item with other numbers must be read back. */
  async #storedImage(item: Item, key: WrittenKey): Promise<Item | undefined> {
    return hasCanonicalNumbers(item) ? item : this.#read(key);
  }

  #remember({ id }: WrittenKey, image: Item | undefined): void {
    if (image) this.#items.images.set(id, image);
    else this.#items.images.delete(id);
  }
}

/** @returns whether the engine certainly wrote nothing; after a failure or without an answer, the outcome is unknown */
function isRejection(error: unknown): boolean {
  return error instanceof DynamoDbError && error.statusCode < 500;
}
