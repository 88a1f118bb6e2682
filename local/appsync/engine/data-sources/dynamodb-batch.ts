/** BatchGetItem, BatchPutItem and BatchDeleteItem of the DynamoDB data source. */
import { isDeepStrictEqual } from 'node:util';
import { asList, asObject, rejectUnsupportedElements } from './data-source';
import { ExpressionParameters } from './dynamodb-expressions';
import { fromItem, fromItemOrNull, toAttributeMap } from './dynamodb-values';
import type { TableOperation } from './table-client';

type Item = Record<string, unknown>;

function tablesOf(request: Item): [name: string, value: unknown][] {
  rejectUnsupportedElements(request, ['version', 'operation', 'tables']);
  return Object.entries(asObject(request.tables, '$[tables]'));
}

const attributeMaps = (items: unknown, element: string) =>
  asList(items, element).map((item, index) => toAttributeMap(item, `${element}[${index}]`));

const fromEntries = <T>(entries: [string, T][]) => Object.fromEntries(entries);

/** Items are in the order of their keys in the request. An item that was not found is null. */
export const batchGetItem: TableOperation = async (request, table) => {
  const tables = tablesOf(request).map(([name, value]) => {
    const element = `$[tables][${name}]`;
    const options = asObject(value, element);
    rejectUnsupportedElements(options, ['keys', 'consistentRead', 'projection'], element);
    return { name, options, keys: attributeMaps(options.keys, `${element}[keys]`) };
  });
  const answer = await table.call('BatchGetItem', {
    RequestItems: fromEntries(
      tables.map(({ name, options, keys }): [string, Item] => [
        name,
        {
          Keys: keys,
          ...(options.consistentRead ? { ConsistentRead: true } : {}),
          ...new ExpressionParameters().add('ProjectionExpression', options.projection, '$[projection]').toParameters(),
        },
      ]),
    ),
  });
  const found = (answer.Responses ?? {}) as Record<string, Item[]>;
  const unprocessed = (answer.UnprocessedKeys ?? {}) as Record<string, { Keys: Item[] }>;
  const hasKey = (item: Item, key: Item) =>
    Object.entries(key).every(([name, value]) => isDeepStrictEqual(item[name], value));
  return {
    result: {
      data: fromEntries(
        tables.map(({ name, keys }): [string, unknown] => [
          name,
          keys.map((key) => fromItemOrNull(found[name]?.find((item) => hasKey(item, key)))),
        ]),
      ),
      unprocessedKeys: fromEntries(
        tables.map(({ name }): [string, unknown] => [name, (unprocessed[name]?.Keys ?? []).map(fromItem)]),
      ),
    },
  };
};

/** @param kind - whether the elements of the request are items to put or keys to delete. */
const batchWrite =
  (kind: 'Item' | 'Key'): TableOperation =>
  async (request, table) => {
    const type = kind === 'Item' ? 'PutRequest' : 'DeleteRequest';
    const tables = tablesOf(request).map(([name, items]) => ({
      name,
      items: attributeMaps(items, `$[tables][${name}]`),
    }));
    const answer = await table.call('BatchWriteItem', {
      RequestItems: fromEntries(
        tables.map(({ name, items }): [string, unknown] => [name, items.map((item) => ({ [type]: { [kind]: item } }))]),
      ),
    });
    const left = (answer.UnprocessedItems ?? {}) as Record<string, Record<string, Record<string, Item>>[]>;
    const leftIn = (name: string) => (left[name] ?? []).map((write) => fromItem(write[type]?.[kind]));
    return {
      result: {
        data: fromEntries(tables.map(({ name, items }): [string, unknown] => [name, items.map(fromItem)])),
        [kind === 'Item' ? 'unprocessedItems' : 'unprocessedKeys']: fromEntries(
          tables.map(({ name }): [string, unknown] => [name, leftIn(name)]),
        ),
      },
    };
  };

export const batchPutItem = batchWrite('Item');
export const batchDeleteItem = batchWrite('Key');
