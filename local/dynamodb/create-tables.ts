/** Creates and deletes the deployed tables in the engine: CreateTable and DeleteTable in the Amazon DynamoDB API Reference. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Table } from '../cloudformation/deployment';
import { DynamoDbError } from './dynamodb';
import type { DynamoDbEngineClient } from './engine-client';

const pollIntervalMs = 10;
const patienceMs = 10_000;

/**
 * Creates missing tables, and waits until every table is active. A table whose key changed is replaced by an empty one,
 * as CloudFormation does.
 *
 * @throws {Error} if a table is not active after 10 s
 */
export async function createTables(
  engine: DynamoDbEngineClient,
  tables: Table[],
  log: Pick<Logger, 'warn'>,
): Promise<void> {
  for (const table of tables) {
    const existing = await describe(engine, table.name);
    if (
      existing &&
      keyOf(existing) !== keyOf({ KeySchema: table.keySchema, AttributeDefinitions: table.attributeDefinitions })
    ) {
      log.warn({ table: table.name }, 'The key of this table changed: replacing it by an empty table');
      await deleteTable(engine, table.name);
    } else if (existing) {
      continue;
    }
    await engine.call('CreateTable', {
      TableName: table.name,
      KeySchema: table.keySchema,
      AttributeDefinitions: table.attributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
    });
  }
  for (const table of tables)
    await waitUntil(engine, table.name, (description) => description?.TableStatus === 'ACTIVE');
}

/**
 * Deletes the tables that exist, with all items.
 *
 * @throws {Error} if a table still exists after 10 s
 */
export async function deleteTables(engine: DynamoDbEngineClient, tables: Table[]): Promise<void> {
  for (const { name } of tables) {
    if (await describe(engine, name)) await deleteTable(engine, name);
  }
}

async function deleteTable(engine: DynamoDbEngineClient, tableName: string): Promise<void> {
  await engine.call('DeleteTable', { TableName: tableName });
  await waitUntil(engine, tableName, (description) => description === undefined);
}

interface TableDescription {
  TableStatus?: string;
  KeySchema: Table['keySchema'];
  AttributeDefinitions: Table['attributeDefinitions'];
}

async function describe(engine: DynamoDbEngineClient, tableName: string): Promise<TableDescription | undefined> {
  try {
    const { Table: description } = await engine.call('DescribeTable', { TableName: tableName });
    return description as TableDescription;
  } catch (error) {
    if (error instanceof DynamoDbError && error.type === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** Names, roles and types of the key's attributes as a comparable string. */
function keyOf({ KeySchema, AttributeDefinitions }: Omit<TableDescription, 'TableStatus'>): string {
  const types = new Map(AttributeDefinitions.map((attribute) => [attribute.AttributeName, attribute.AttributeType]));
  return KeySchema.map((key) => `${key.KeyType} ${key.AttributeName} ${types.get(key.AttributeName)}`)
    .sort()
    .join(', ');
}

async function waitUntil(
  engine: DynamoDbEngineClient,
  tableName: string,
  isReached: (description: TableDescription | undefined) => boolean,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!isReached(await describe(engine, tableName))) {
    if (performance.now() > deadline) {
      throw new Error(`The table ${tableName} is neither created nor deleted within ${patienceMs / 1000} s.`);
    }
    await sleep(pollIntervalMs);
  }
}
