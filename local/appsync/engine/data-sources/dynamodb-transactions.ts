/** TransactGetItems and TransactWriteItems of the DynamoDB data source. */
import { DynamoDbError, type DynamoDbOperation } from '../../../dynamodb/dynamodb';
import {
  asList,
  asObject,
  mappingTemplateError,
  rejectUnsupportedElements,
  type DataSourceResult,
} from './data-source';
import { ExpressionParameters } from './dynamodb-expressions';
import { fromItem, fromItemOrNull, toAttributeMap } from './dynamodb-values';
import type { TableClient, TableOperation } from './table-client';

type Item = Record<string, unknown>;

/** Runs a transaction. The result has `cancellationReasons` whether the transaction succeeds or is refused. */
async function transact(
  table: TableClient,
  operation: DynamoDbOperation,
  input: Item,
  read: (answer: Item) => Item,
): Promise<DataSourceResult> {
  try {
    return { result: { ...read(await table.call(operation, input)), cancellationReasons: null } };
  } catch (error) {
    if (!(error instanceof DynamoDbError) || error.type !== 'TransactionCanceledException') throw error;
    const nothing = operation === 'TransactGetItems' ? { items: null } : { keys: null };
    return { result: { ...nothing, cancellationReasons: cancellationReasons(error) }, error: table.errorOf(error) };
  }
}

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
  return transact(table, 'TransactGetItems', { TransactItems: items }, (answer) => ({
    items: ((answer.Responses ?? []) as { Item?: Item }[]).map(({ Item: item }) => fromItemOrNull(item)),
  }));
};

export const transactWriteItems: TableOperation = async (request, table) => {
  rejectUnsupportedElements(request, ['version', 'operation', 'transactItems']);
  const items = asList(request.transactItems, '$[transactItems]').map((item, index) =>
    transactWrite(item, `$[transactItems][${index}]`),
  );
  return transact(table, 'TransactWriteItems', { TransactItems: items.map(({ write }) => write) }, () => ({
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

/** Returns the `cancellationReasons` of a refused transaction, one for each of its items. */
function cancellationReasons(error: DynamoDbError): { item?: Item; type: string; message: string }[] {
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
