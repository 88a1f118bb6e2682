/**
 * Writes to the engine and records what changed in the tables' streams. The engines have no streams that could be
 * read, so every write to a key waits for the one before it, and the images around it are what the engine
 * returns, or what a read finds where it does not return them.
 */
import type { Table } from '../cloudformation/deployment';
import { DynamoDbError, type DynamoDbOperation, type StreamRecord } from './dynamodb';
import type { EngineClient } from './engine-client';
import { keyOf, type Item } from './item';
import { KeyLocks } from './key-locks';
import type { TableStream } from './stream';
import { writtenKeys, type WrittenKey } from './written-keys';

type Input = Record<string, unknown>;
type Output = Record<string, unknown>;

/** A single write on one item, and the images around it. */
interface Write {
  output: Output;
  oldImage: Item | undefined;
  newImage: Item | undefined;
}

export class ChangeCapture {
  readonly #engine: Pick<EngineClient, 'call'>;
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #streams: ReadonlyMap<string, TableStream>;
  readonly #locks = new KeyLocks();

  constructor(engine: Pick<EngineClient, 'call'>, tables: Table[], streams: TableStream[]) {
    this.#engine = engine;
    this.#tables = new Map(tables.map((table) => [table.name, table]));
    this.#streams = new Map(streams.map((stream) => [stream.tableName, stream]));
  }

  /**
   * Runs an operation that writes.
   * @param userIdentity - Who writes, where it is the service itself.
   * @throws {DynamoDbError} What the engine answers; a failed condition holds the item where the input asks for it.
   */
  async write(operation: DynamoDbOperation, input: Input, userIdentity?: StreamRecord['userIdentity']): Promise<Output> {
    const keys = writtenKeys(operation, input, this.#tables);
    // Nothing that the engine could accept; it knows best what to say.
    if (keys === undefined) return this.#engine.call(operation, input);

    return this.#locks.run(keys.map(lockName), async () => {
      const [only] = keys;
      if (only === undefined || 'RequestItems' in input || 'TransactItems' in input) {
        return this.#writeMany(operation, input, keys);
      }
      const stream = this.#streams.get(only.table.name);
      if (!stream) return this.#callWithItemOnFailure(operation, input, only);
      const { output, oldImage, newImage } = await this.#writeOne(operation, input, only);
      stream.append({ keys: only.key, oldImage, newImage, userIdentity });
      return output;
    });
  }

  async #writeOne(operation: DynamoDbOperation, input: Input, key: WrittenKey): Promise<Write> {
    const wanted = input.ReturnValues ?? 'NONE';
    const call = (returnValues: unknown) =>
      this.#callWithItemOnFailure(operation, { ...input, ReturnValues: returnValues }, key);

    if (operation === 'UpdateItem' && (wanted === 'NONE' || wanted === 'ALL_OLD' || wanted === 'ALL_NEW')) {
      const oldImage = await this.#read(key);
      const { Attributes, ...rest } = await call('ALL_NEW');
      const newImage = Attributes as Item;
      const returned = wanted === 'ALL_OLD' ? oldImage : wanted === 'ALL_NEW' ? newImage : undefined;
      return { output: returned ? { ...rest, Attributes: returned } : rest, oldImage, newImage };
    }
    if (operation !== 'UpdateItem' && (wanted === 'NONE' || wanted === 'ALL_OLD')) {
      const output = await call('ALL_OLD');
      const { Attributes, ...rest } = output;
      const newImage = operation === 'PutItem' ? await this.#storedImage(input.Item as Item, key) : undefined;
      return { output: wanted === 'ALL_OLD' ? output : rest, oldImage: Attributes as Item | undefined, newImage };
    }
    const oldImage = await this.#read(key);
    const output = await call(wanted);
    return { output, oldImage, newImage: await this.#read(key) };
  }

  async #writeMany(operation: DynamoDbOperation, input: Input, keys: WrittenKey[]): Promise<Output> {
    const recorded = keys.flatMap((key) => {
      const stream = this.#streams.get(key.table.name);
      return stream ? [{ ...key, stream }] : [];
    });
    const readAll = () => Promise.all(recorded.map((key) => this.#read(key)));

    const before = await readAll();
    const output = await this.#engine.call(operation, input);
    const after = await readAll();
    recorded.forEach(({ key, stream }, index) => {
      stream.append({ keys: key, oldImage: before[index], newImage: after[index] });
    });
    return output;
  }

  /** Answers `ReturnValuesOnConditionCheckFailure`, which dynalite does not know. */
  async #callWithItemOnFailure(operation: DynamoDbOperation, input: Input, key: WrittenKey): Promise<Output> {
    try {
      return await this.#engine.call(operation, input);
    } catch (error) {
      const wantsItem = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
      if (!(error instanceof DynamoDbError) || error.type !== 'ConditionalCheckFailedException' || !wantsItem) throw error;
      const item = error.details.Item ?? (await this.#read(key));
      throw new DynamoDbError(error.type, error.message, error.statusCode, item ? { ...error.details, Item: item } : {});
    }
  }

  async #read({ table, key }: WrittenKey): Promise<Item | undefined> {
    const { Item: item } = await this.#engine.call('GetItem', { TableName: table.name, Key: key, ConsistentRead: true });
    return item as Item | undefined;
  }

  /** The engine stores a number in its shortest form; only an item that has others must be read back. */
  async #storedImage(item: Item, key: WrittenKey): Promise<Item | undefined> {
    return hasOnlyShortNumbers(item) ? item : this.#read(key);
  }
}

/** Two ways to write one number may share a lock, but never two locks. */
function lockName({ table, key }: WrittenKey): string {
  const values = Object.values(key).map((value) => ('N' in value ? Number(value.N) : Object.values(value)[0]));
  return JSON.stringify([table.name, ...values]);
}

const shortNumber = /^-?(0|[1-9]\d{0,19})(\.\d{0,17}[1-9])?$/;

function hasOnlyShortNumbers(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([type, content]) => {
    if (type === 'N' && typeof content === 'string') return shortNumber.test(content) && content !== '-0';
    if (type === 'NS' && Array.isArray(content)) return content.every((number) => shortNumber.test(String(number)));
    return hasOnlyShortNumbers(content);
  });
}
