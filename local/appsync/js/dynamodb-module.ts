/** `@aws-appsync/utils/dynamodb`: "Built-in modules" in the AppSync developer guide. */
import { operations, toUpdateExpression } from './dynamodb-update';
import { dynamodbUtil, toDynamoDB, toMapValues } from './util-dynamodb';
import { toExpression } from './util-transform';

type Values = Record<string, unknown>;

interface Conditional {
  condition?: unknown;
}

interface Projected {
  projection?: string[] | null;
}

interface Paged extends Projected {
  index?: unknown;
  limit?: unknown;
  nextToken?: unknown;
  consistentRead?: unknown;
  filter?: unknown;
  select?: unknown;
}

/** Omits missing members, since AppSync rejects unexpected members. */
function given(members: Values): Values {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null));
}

/** Converts a filter or condition. DynamoDB rejects an empty map of values, so it is omitted. */
function expression(filter: unknown, of: string): Values | undefined {
  if (filter === undefined || filter === null) return undefined;
  const rendered = toExpression(filter);
  if (!rendered) throw new Error(`This ${of} cannot be converted to a DynamoDB expression: ${JSON.stringify(filter)}`);
  const { expressionValues, ...rest } = rendered;
  return Object.keys(expressionValues).length > 0 ? { ...rendered } : rest;
}

/** Converts paths such as `movie.title` or `tags[0]`, with a placeholder for each step. */
function projection(paths: string[] | null | undefined): Values | undefined {
  if (!paths) return undefined;
  const names: Record<string, string> = {};
  const written = paths.map((path) =>
    path.replace(/[^.[\]]+(?=\.|\[|$)/g, (step) => {
      const known = Object.keys(names).find((name) => names[name] === step);
      const name = known ?? `#expName_${Object.keys(names).length + 1}`;
      names[name] = step;
      return name;
    }),
  );
  return { expression: written.join(', '), expressionNames: names };
}

/** Converts a key condition. DynamoDB allows only these operators, and no parentheses around the whole. */
function keyCondition(query: Record<string, Values>): Values {
  const names: Record<string, string> = {};
  const values: Values = {};
  const comparisons: Record<string, string> = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' };
  const value = (operand: unknown) => {
    const name = `:expValue_${Object.keys(values).length + 1}`;
    values[name] = toDynamoDB(operand);
    return name;
  };
  const parts = Object.entries(query).flatMap(([attribute, operators]) => {
    const name = `#expName_${Object.keys(names).length + 1}`;
    names[name] = attribute;
    return Object.entries(operators).map(([operator, operand]) => {
      if (operator === 'beginsWith') return `begins_with(${name}, ${value(operand)})`;
      if (operator === 'between' && Array.isArray(operand))
        return `${name} BETWEEN ${value(operand[0])} AND ${value(operand[1])}`;
      const comparison = comparisons[operator];
      if (!comparison) throw new Error(`A key condition cannot contain the operator ${operator}.`);
      return `${name} ${comparison} ${value(operand)}`;
    });
  });
  return { expression: parts.join(' AND '), expressionNames: names, expressionValues: values };
}

const versioned = ({ _version, customPartitionKey, populateIndexFields }: Values) => ({
  _version,
  customPartitionKey,
  populateIndexFields,
});

const paged = (input: Paged) => ({
  index: input.index,
  limit: input.limit,
  nextToken: input.nextToken,
  consistentRead: input.consistentRead,
  filter: expression(input.filter, 'filter'),
  projection: projection(input.projection),
  select: input.select,
});

const get = (input: { key: Values; consistentRead?: unknown } & Projected) =>
  given({
    operation: 'GetItem',
    key: toMapValues(input.key),
    consistentRead: input.consistentRead,
    projection: projection(input.projection),
  });

type PutInput = { key: Values; item: Values } & Conditional & Values;
type UpdateInput = { key: Values; update: Values } & Conditional & Values;
type RemoveInput = { key: Values } & Conditional & Values;

const put = (input: PutInput) =>
  given({
    operation: 'PutItem',
    key: toMapValues(input.key),
    attributeValues: toMapValues(input.item),
    condition: expression(input.condition, 'condition'),
    ...versioned(input),
  });

const update = (input: UpdateInput) =>
  given({
    operation: 'UpdateItem',
    key: toMapValues(input.key),
    update: toUpdateExpression(input.update),
    condition: expression(input.condition, 'condition'),
    ...versioned(input),
  });

const remove = (input: RemoveInput) =>
  given({
    operation: 'DeleteItem',
    key: toMapValues(input.key),
    condition: expression(input.condition, 'condition'),
    ...versioned(input),
  });

const query = (input: { query: Record<string, Values>; scanIndexForward?: unknown } & Paged) =>
  given({
    operation: 'Query',
    query: keyCondition(input.query),
    scanIndexForward: input.scanIndexForward,
    ...paged(input),
  });

const scan = (input: Paged & { totalSegments?: unknown; segment?: unknown }) =>
  given({ operation: 'Scan', totalSegments: input.totalSegments, segment: input.segment, ...paged(input) });

const batchGet = (input: { tables: Record<string, { keys: Values[]; consistentRead?: unknown } & Projected> }) => ({
  operation: 'BatchGetItem',
  tables: mapValues(input.tables, (table) =>
    given({
      keys: table.keys.map(toMapValues),
      consistentRead: table.consistentRead,
      projection: projection(table.projection),
    }),
  ),
});

const batchWrite = (operation: string) => (input: { tables: Record<string, Values[]> }) => ({
  operation,
  tables: mapValues(input.tables, (items) => items.map(toMapValues)),
});

const transactGet = (input: { items: ({ table: string; key: Values } & Projected)[] }) => ({
  operation: 'TransactGetItems',
  transactItems: input.items.map(({ table, key, projection: paths }) =>
    given({ table, key: toMapValues(key), projection: projection(paths) }),
  ),
});

interface InTable {
  table: string;
}

interface TransactWriteItem {
  putItem?: InTable & PutInput;
  updateItem?: InTable & UpdateInput;
  deleteItem?: InTable & RemoveInput;
  conditionCheck?: InTable & RemoveInput;
}

function transactWriteItem({ putItem, updateItem, deleteItem, conditionCheck }: TransactWriteItem): Values {
  if (putItem) return { table: putItem.table, ...put(putItem) };
  if (updateItem) return { table: updateItem.table, ...update(updateItem) };
  if (deleteItem) return { table: deleteItem.table, ...remove(deleteItem) };
  if (conditionCheck) return { table: conditionCheck.table, ...remove(conditionCheck), operation: 'ConditionCheck' };
  throw new Error('Each item of transactWrite must have a putItem, updateItem, deleteItem or conditionCheck.');
}

const transactWrite = (input: { items: TransactWriteItem[] }) => ({
  operation: 'TransactWriteItems',
  transactItems: input.items.map(transactWriteItem),
});

function mapValues<T, U>(record: Record<string, T>, convert: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]));
}

const { toStringSet, toNumberSet, toBinarySet } = dynamodbUtil;

/** `sync` is absent: only versioned data sources have it. */
export const dynamodbModule = {
  get,
  put,
  update,
  remove,
  query,
  scan,
  batchGet,
  transactGet,
  transactWrite,
  batchPut: batchWrite('BatchPutItem'),
  batchDelete: batchWrite('BatchDeleteItem'),
  toStringSet,
  toNumberSet,
  toBinarySet,
  operations,
};
