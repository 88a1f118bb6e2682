/** The items that a request writes. */
import type { Table } from '../cloudformation/deployment';
import type { DynamoDbOperation } from './dynamodb';
import { keyOf, type Item } from './item';

export interface WrittenKey {
  table: Table;
  key: Item;
  /** The same for equal keys in different notations. Keys that differ only beyond the precision of a double may share it. */
  id: string;
}

type Fields = Record<string, unknown>;

/**
 * Returns the keys that an operation writes.
 *
 * @returns undefined if the input has an unknown table or an incomplete key
 */
export function writtenKeys(
  operation: DynamoDbOperation,
  input: Fields,
  tables: ReadonlyMap<string, Table>,
): WrittenKey[] | undefined {
  const keys: WrittenKey[] = [];
  for (const { tableName, attributes } of writes(operation, input)) {
    const table = tables.get(String(tableName));
    const key = table && keyOf(table, attributes);
    if (!key) return undefined;
    keys.push({ table, key, id: idOf(table, key) });
  }
  return keys;
}

function idOf(table: Table, key: Item): string {
  const values = Object.values(key).map((value) => ('N' in value ? Number(value.N) : Object.values(value)[0]));
  return JSON.stringify([table.name, ...values]);
}

/** Returns the writes of a request, with the attributes that contain their keys. */
function writes(operation: DynamoDbOperation, input: Fields): { tableName: unknown; attributes: unknown }[] {
  switch (operation) {
    case 'PutItem':
      return [{ tableName: input.TableName, attributes: input.Item }];
    case 'UpdateItem':
    case 'DeleteItem':
      return [{ tableName: input.TableName, attributes: input.Key }];
    case 'BatchWriteItem':
      return toEntries(input.RequestItems).flatMap(([tableName, requests]) =>
        toObjects(requests).map(({ PutRequest, DeleteRequest }) => ({
          tableName,
          attributes: toObject(PutRequest).Item ?? toObject(DeleteRequest).Key,
        })),
      );
    case 'TransactWriteItems':
      return toObjects(input.TransactItems).map((action) => {
        const [write] = Object.values(action).map(toObject);
        return { tableName: write?.TableName, attributes: write?.Item ?? write?.Key };
      });
    default:
      return [];
  }
}

/** Reads an unexpected value as empty. The engine validates the input. */
export function toObject(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

export function toEntries(value: unknown): [string, unknown][] {
  return Object.entries(toObject(value));
}

export function toObjects(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(toObject) : [];
}
