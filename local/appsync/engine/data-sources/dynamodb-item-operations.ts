/** GetItem, PutItem, UpdateItem and DeleteItem of the DynamoDB data source, with conditions. */
import { isDeepStrictEqual } from 'node:util';
import { DynamoDbError } from '../../../dynamodb/dynamodb';
import { asObject, mappingTemplateError, rejectUnsupportedElements, type DataSourceResult } from './data-source';
import { ExpressionParameters } from './dynamodb-expressions';
import { fromItem, fromItemOrNull, toAttributeMap } from './dynamodb-values';
import type { TableOperation } from './table-client';

type Item = Record<string, unknown>;

const common = ['version', 'operation', 'key'];
const conditionOptions = ['equalsIgnore', 'consistentRead', 'conditionalCheckFailedHandler'];

export const getItem: TableOperation = async (request, table) => {
  rejectUnsupportedElements(request, [...common, 'consistentRead', 'projection']);
  const { Item: item } = await table.call('GetItem', {
    TableName: table.name,
    Key: toAttributeMap(request.key, '$[key]'),
    ...(request.consistentRead ? { ConsistentRead: true } : {}),
    ...new ExpressionParameters().add('ProjectionExpression', request.projection, '$[projection]').toParameters(),
  });
  return { result: fromItemOrNull(item) };
};

export const putItem: TableOperation = async (request, table) => {
  rejectUnsupportedElements(request, [...common, 'attributeValues', 'condition']);
  const key = toAttributeMap(request.key, '$[key]');
  const item = { ...toAttributeMap(request.attributeValues ?? {}, '$[attributeValues]'), ...key };
  const written = { TableName: table.name, Item: item, ...conditionOf(request) };
  return orOnFailedCondition(
    request,
    key,
    table,
    async () => {
      await table.call('PutItem', written);
      return fromItem(item);
    },
    (current) => current !== undefined && isSame(current, item, equalsIgnoreOf(request)),
  );
};

export const updateItem: TableOperation = async (request, table) => {
  rejectUnsupportedElements(request, [...common, 'update', 'condition']);
  if (!request.update) throw mappingTemplateError("Value for field '$[update]' not found.");
  const key = toAttributeMap(request.key, '$[key]');
  return orOnFailedCondition(
    request,
    key,
    table,
    async () => {
      const { Attributes: item } = await table.call('UpdateItem', {
        TableName: table.name,
        Key: key,
        ReturnValues: 'ALL_NEW',
        ...new ExpressionParameters()
          .add('UpdateExpression', request.update, '$[update]')
          .add('ConditionExpression', request.condition, '$[condition]', conditionOptions)
          .toParameters(),
      });
      return fromItemOrNull(item);
    },
    () => false,
  );
};

export const deleteItem: TableOperation = async (request, table) => {
  rejectUnsupportedElements(request, [...common, 'condition']);
  const key = toAttributeMap(request.key, '$[key]');
  return orOnFailedCondition(
    request,
    key,
    table,
    async () => {
      const { Attributes: item } = await table.call('DeleteItem', {
        TableName: table.name,
        Key: key,
        ReturnValues: 'ALL_OLD',
        ...conditionOf(request),
      });
      return fromItemOrNull(item);
    },
    (current) => current === undefined,
  );
};

function conditionOf(request: Item): Item {
  return new ExpressionParameters()
    .add('ConditionExpression', request.condition, '$[condition]', conditionOptions)
    .toParameters();
}

const equalsIgnoreOf = (request: Item) => (asObject(request.condition).equalsIgnore ?? []) as string[];

function isSame(current: Item, wanted: Item, ignored: string[]): boolean {
  const compared = (item: Item) =>
    fromItem(Object.fromEntries(Object.entries(item).filter(([name]) => !ignored.includes(name))));
  return isDeepStrictEqual(compared(current), compared(wanted));
}

/**
 * "Handling a condition check failure": AppSync reads the item. If it already is as requested, the operation
 * succeeds. Otherwise the response handler receives the error and the item.
 */
async function orOnFailedCondition(
  request: Item,
  key: Item,
  table: Parameters<TableOperation>[1],
  write: () => Promise<Item | null>,
  isAsWanted: (current: Item | undefined) => boolean,
): Promise<DataSourceResult> {
  const condition = request.condition ? asObject(request.condition, '$[condition]') : {};
  const handler = condition.conditionalCheckFailedHandler as { strategy?: unknown } | undefined;
  if (handler && handler.strategy !== 'Reject') {
    throw mappingTemplateError('The local backend supports only the Reject strategy for a failed condition.');
  }
  try {
    return { result: await write() };
  } catch (error) {
    if (!(error instanceof DynamoDbError) || error.type !== 'ConditionalCheckFailedException') throw error;
    const { Item: current } = await table.call('GetItem', {
      TableName: table.name,
      Key: key,
      ConsistentRead: condition.consistentRead !== false,
    });
    const result = fromItemOrNull(current);
    if (isAsWanted(current as Item | undefined)) return { result };
    return { result, error: table.errorOf(error) };
  }
}
