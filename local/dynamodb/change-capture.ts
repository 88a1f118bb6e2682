/**
 * Writes to the engine and records what changed in the tables' streams. The engines have no streams that could be
 * read, so every write to an item waits for the one before it, and the images around it are what the engine
 * returns, what the write before left, or what a read finds.
 */
import { LRUCache } from 'lru-cache';
import type { Table } from '../cloudformation/deployment';
import { DynamoDbError, type DynamoDbOperation, type StreamRecord } from './dynamodb';
import type { DynamoDbEngineClient } from './engine-client';
import { hasCanonicalNumbers, type Item } from './item';
import { KeyLocks } from './key-locks';
import type { TableStream } from './table-stream';
import { writtenKeys, type WrittenKey } from './written-keys';

/** Items of streamed tables whose image is kept, so that the next write needs no read: more than vote at a time here. */
const maxKnownImages = 5000;

type Input = Record<string, unknown>;
type Output = Record<string, unknown>;

/** A write on one item, and what it left. */
interface CapturedWrite {
  output: Output;
  newImage: Item | undefined;
}

export class ChangeCapture {
  readonly #engine: Pick<DynamoDbEngineClient, 'call'>;
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #streams: ReadonlyMap<string, TableStream>;
  readonly #locks = new KeyLocks();
  readonly #knownImages = new LRUCache<string, Item>({ max: maxKnownImages });

  constructor(engine: Pick<DynamoDbEngineClient, 'call'>, tables: Table[], streams: TableStream[]) {
    this.#engine = engine;
    this.#tables = new Map(tables.map((table) => [table.name, table]));
    this.#streams = new Map(streams.map((stream) => [stream.tableName, stream]));
  }

  /**
   * Runs an operation that writes.
   * @param userIdentity - Who writes, where it is the service itself.
   * @throws {DynamoDbError} What the engine answers; a failed condition holds the item where the input asks for it.
   */
  async write(
    operation: DynamoDbOperation,
    input: Input,
    userIdentity?: StreamRecord['userIdentity'],
  ): Promise<Output> {
    const keys = writtenKeys(operation, input, this.#tables);
    // Nothing that the engine could accept; it knows best what to say.
    if (keys === undefined) return this.#engine.call(operation, input);

    return this.#locks.run(
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

  /** Tells the streams of what was written before a crash, or by an engine that did not answer. */
  async recoverPendingWrites(): Promise<void> {
    for (const stream of this.#streams.values()) {
      for (const { keys } of stream.pendingWrites) {
        const [key] = writtenKeys('DeleteItem', { TableName: stream.tableName, Key: keys }, this.#tables) ?? [];
        if (key) await this.#locks.run([key.id], () => this.#recoverPendingWrites(key, stream));
      }
    }
  }

  /** What an earlier write has done to an item, where nobody saw its end. */
  async #recoverPendingWrites(key: WrittenKey, stream: TableStream): Promise<void> {
    const begun = stream.pendingWrite(key.key);
    if (!begun) return;
    stream.append({ keys: key.key, oldImage: begun.image, newImage: await this.#read(key) });
  }

  async #writeOne(
    operation: DynamoDbOperation,
    input: Input,
    key: WrittenKey,
    userIdentity: StreamRecord['userIdentity'],
  ) {
    const stream = this.#streams.get(key.table.name);
    if (!stream) return this.#callOne(operation, input, key);
    await this.#recoverPendingWrites(key, stream);
    const oldImage = this.#knownImages.get(key.id) ?? (await this.#read(key));
    stream.begin(key.key, oldImage);
    try {
      const { output, newImage } = await this.#capture(operation, input, key, oldImage);
      this.#remember(key, newImage);
      stream.append({ keys: key.key, oldImage, newImage, userIdentity });
      return output;
    } catch (error) {
      if (isRefusal(error)) stream.cancelWrite(key.key);
      else this.#knownImages.delete(key.id);
      throw error;
    }
  }

  async #capture(
    operation: DynamoDbOperation,
    input: Input,
    key: WrittenKey,
    oldImage: Item | undefined,
  ): Promise<CapturedWrite> {
    const wanted = input.ReturnValues ?? 'NONE';
    const call = (returnValues: unknown) => this.#callOne(operation, { ...input, ReturnValues: returnValues }, key);

    if (operation === 'UpdateItem') {
      if (wanted === 'NONE' || wanted === 'ALL_OLD' || wanted === 'ALL_NEW') {
        const { Attributes, ...rest } = await call('ALL_NEW');
        const newImage = Attributes as Item;
        const returned = { NONE: undefined, ALL_OLD: oldImage, ALL_NEW: newImage }[wanted];
        return { output: returned ? { ...rest, Attributes: returned } : rest, newImage };
      }
      return { output: await call(wanted), newImage: await this.#read(key) };
    }

    const output = await call(wanted);
    return { output, newImage: operation === 'PutItem' ? await this.#storedImage(input.Item as Item, key) : undefined };
  }

  async #writeMany(operation: DynamoDbOperation, input: Input, keys: WrittenKey[]): Promise<Output> {
    const recorded = keys.flatMap((key) => {
      const stream = this.#streams.get(key.table.name);
      return stream ? [{ key, stream }] : [];
    });
    const readAll = () => Promise.all(recorded.map(({ key }) => this.#read(key)));

    for (const { key, stream } of recorded) {
      this.#knownImages.delete(key.id);
      await this.#recoverPendingWrites(key, stream);
    }
    const before = await readAll();
    recorded.forEach(({ key, stream }, index) => stream.begin(key.key, before[index]));
    const output = await this.#engine.call(operation, input).catch((error: unknown) => {
      if (isRefusal(error)) for (const { key, stream } of recorded) stream.cancelWrite(key.key);
      throw error;
    });
    const after = await readAll();
    recorded.forEach(({ key, stream }, index) => {
      stream.append({ keys: key.key, oldImage: before[index], newImage: after[index], userIdentity: undefined });
    });
    return output;
  }

  /** Answers `ReturnValuesOnConditionCheckFailure`, which dynalite does not know. */
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

  /** The engine stores a number in its shortest form; only an item that has others must be read back. */
  async #storedImage(item: Item, key: WrittenKey): Promise<Item | undefined> {
    return hasCanonicalNumbers(item) ? item : this.#read(key);
  }

  #remember({ id }: WrittenKey, image: Item | undefined): void {
    if (image) this.#knownImages.set(id, image);
    else this.#knownImages.delete(id);
  }
}

/** Whether the engine has surely written nothing; where it failed or did not answer, nobody knows. */
function isRefusal(error: unknown): boolean {
  return error instanceof DynamoDbError && error.statusCode < 500;
}
