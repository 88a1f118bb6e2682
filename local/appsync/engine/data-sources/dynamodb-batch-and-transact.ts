/** BatchGetItem, BatchPutItem, BatchDeleteItem, TransactGetItems and TransactWriteItems of the DynamoDB data source. */
import { isDeepStrictEqual } from 'node:util';
import { DynamoDbError } from '../../../dynamodb/dynamodb';
import { asObject, mappingTemplateError, rejectUnsupportedElements } from './data-source';
import type { TableOperation } from './dynamodb';
import { ExpressionParameters } from './dynamodb-expressions';
import { fromItem, fromItemOrNull, toAttributeMap } from './dynamodb-values';

type Item = Record<string, unknown>;

function asList(value: unknown, element: string): unknown[] {
  if (!Array.isArray(value)) throw mappingTemplateError(`Value for field '${element}' must be a list.`);
  return value;
}

function tablesOf(request: Item): [name: string, value: unknown][] {
  rejectUnsupportedElements(request, ['version', 'operation', 'tables']);
  return Object.entries(asObject(request.tables, '$[tables]'));
}

const attributeMaps = (items: unknown, element: string) =>
  asList(items, element).map((item, index) => toAttributeMap(item, `${element}[${index}]`));

const fromEntries = <T>(entries: [string, T][]) => Object.fromEntries(entries);

/** Items stand where their keys stood in the request; one that was not found is null. */
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

/** @param kind - what each element of the request is: an item to put or a key to delete. */
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
    const leftIn = (name: string) => (left[name] ?? []).map((one) => fromItem(one[type]?.[kind]));
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

export const transactGetItems: TableOperation = async (request, table) => {
  rejectUnsupportedElements(request, ['version', 'operation', 'transactItems']);
  const items = asList(request.transactItems, '$[transactItems]').map((value, index) => {
    const element = `$[transactItems][${index}]`;
    const item = asObject(value, element);
    rejectUnsupportedElements(item, ['table', 'key', 'projection'], element);
    return {
      Get: {
        TableName: item.table,
        Key: toAttributeMap(item.key, `${element}[key]`),
        ...new ExpressionParameters()
          .add('ProjectionExpression', item.projection, `${element}[projection]`)
          .toParameters(),
      },
    };
  });
  return table.transact('TransactGetItems', { TransactItems: items }, (answer) => ({
    items: ((answer.Responses ?? []) as { Item?: Item }[]).map(({ Item: item }) => fromItemOrNull(item)),
  }));
};

export const transactWriteItems: TableOperation = async (request, table) => {
  rejectUnsupportedElements(request, ['version', 'operation', 'transactItems']);
  const items = asList(request.transactItems, '$[transactItems]').map((item, index) =>
    transactWrite(item, `$[transactItems][${index}]`),
  );
  return table.transact('TransactWriteItems', { TransactItems: items.map(({ write }) => write) }, () => ({
    keys: items.map(({ key }) => fromItem(key)),
  }));
};

function transactWrite(value: unknown, element: string): { key: Item; write: Item } {
  const item = asObject(value, element);
  rejectUnsupportedElements(item, ['table', 'operation', 'key', 'attributeValues', 'update', 'condition'], element);
  const key = toAttributeMap(item.key, `${element}[key]`);
  const condition = item.condition ? asObject(item.condition, `${element}[condition]`) : {};
  const common = {
    TableName: item.table,
    ...new ExpressionParameters()
      .add('UpdateExpression', item.update, `${element}[update]`)
      .add('ConditionExpression', item.condition, `${element}[condition]`, ['returnValuesOnConditionCheckFailure'])
      .toParameters(),
    ReturnValuesOnConditionCheckFailure: condition.returnValuesOnConditionCheckFailure === false ? 'NONE' : 'ALL_OLD',
  };
  switch (item.operation) {
    case 'PutItem':
      return {
        key,
        write: {
          Put: {
            ...common,
            Item: { ...toAttributeMap(item.attributeValues ?? {}, `${element}[attributeValues]`), ...key },
          },
        },
      };
    case 'UpdateItem':
      return { key, write: { Update: { ...common, Key: key } } };
    case 'DeleteItem':
      return { key, write: { Delete: { ...common, Key: key } } };
    case 'ConditionCheck':
      return { key, write: { ConditionCheck: { ...common, Key: key } } };
    default:
      throw mappingTemplateError(`Unsupported operation '${String(item.operation)}' in '${element}'.`);
  }
}

/** `cancellationReasons` of a transaction that was refused, one for each of its items. */
export function cancellationReasons(error: DynamoDbError): { item?: Item; type: string; message: string }[] {
  const reasons = (error.details.CancellationReasons ?? []) as { Code?: string; Message?: string; Item?: Item }[];
  return reasons.map(({ Code, Message, Item: item }) => {
    if (Code === 'ConditionalCheckFailed') {
      return {
        ...(item ? { item: fromItem(item) } : {}),
        type: 'ConditionCheckFailed',
        message: 'The condition check failed.',
      };
    }
    return { type: Code ?? 'None', message: Message ?? 'None' };
  });
}
