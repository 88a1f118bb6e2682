/**
 * The DynamoDB data source: turns AppSync's request objects into DynamoDB calls under the data
 * source's service role ("JavaScript resolver function reference for DynamoDB").
 */
import { randomBytes } from 'node:crypto';
import type { Principal } from '../../../iam/principal';
import { DynamoDbError, type DynamoDb, type DynamoDbOperation } from '../../../dynamodb/dynamodb';
import { asObject, mappingTemplateError, type DataSourceResult, type DataSourceInvoker } from './data-source';
import {
  batchDeleteItem,
  batchGetItem,
  batchPutItem,
  cancellationReasons,
  transactGetItems,
  transactWriteItems,
} from './dynamodb-batch-and-transact';
import { query, scan } from './dynamodb-query-and-scan';
import { deleteItem, getItem, putItem, updateItem } from './dynamodb-item-operations';

/** The session name under which AppSync takes a service role. */
const sessionName = 'APPSYNC_ASSUME_ROLE';

export type TableOperation = (request: Record<string, unknown>, table: TableClient) => Promise<DataSourceResult>;

const operations: Record<string, TableOperation | undefined> = {
  GetItem: getItem,
  PutItem: putItem,
  UpdateItem: updateItem,
  DeleteItem: deleteItem,
  Query: query,
  Scan: scan,
  BatchGetItem: batchGetItem,
  BatchPutItem: batchPutItem,
  BatchDeleteItem: batchDeleteItem,
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
};

/** `arn:aws:iam::ACCOUNT:role/NAME` as the session that AppSync opens. */
function serviceSession(roleArn: string): Principal {
  const accountId = roleArn.split(':')[4] ?? '';
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return { roleArn, userArn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}` };
}

const requestId = () => randomBytes(26).toString('hex').toUpperCase();

/** A table as its data source sees it. */
class TableClient {
  readonly #dynamoDb: DynamoDb;
  readonly #principal: Principal;

  constructor(
    readonly name: string,
    roleArn: string,
    dynamoDb: DynamoDb,
  ) {
    this.#dynamoDb = dynamoDb;
    this.#principal = serviceSession(roleArn);
  }

  call(operation: DynamoDbOperation, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    return this.#dynamoDb.call(this.#principal, operation, input);
  }

  /** Both kinds of transaction: `cancellationReasons` is there whether it was done or refused. */
  async transact(
    operation: DynamoDbOperation,
    input: Record<string, unknown>,
    read: (answer: Record<string, unknown>) => Record<string, unknown>,
  ): Promise<DataSourceResult> {
    try {
      return { result: { ...read(await this.call(operation, input)), cancellationReasons: null } };
    } catch (error) {
      if (!(error instanceof DynamoDbError) || error.type !== 'TransactionCanceledException') throw error;
      const nothing = operation === 'TransactGetItems' ? { items: null } : { keys: null };
      return { result: { ...nothing, cancellationReasons: cancellationReasons(error) }, error: this.errorOf(error) };
    }
  }

  /** `ctx.error`, in the words of the SDK that AppSync calls DynamoDB with. */
  errorOf({ type, message, statusCode }: DynamoDbError): { message: string; type: string } {
    if (type === 'ConditionalCheckFailedException' || type === 'TransactionCanceledException') {
      const service = `Service: AmazonDynamoDBv2; Status Code: ${statusCode}; Error Code: ${type}; Request ID: ${requestId()}`;
      return { message: `${message} (${service})`, type: `DynamoDB:${type}` };
    }
    return {
      message: `${message} (Service: DynamoDb, Status Code: ${statusCode}, Request ID: ${requestId()})`,
      type: 'DynamoDB:DynamoDbException',
    };
  }
}

export function createDynamoDbDataSource(tableName: string, roleArn: string, dynamoDb: DynamoDb): DataSourceInvoker {
  const table = new TableClient(tableName, roleArn, dynamoDb);
  return {
    async invoke(value) {
      const request = asObject(value);
      if (request.operation === undefined) throw mappingTemplateError("Value for field '$[operation]' not found.");
      const operation = operations[String(request.operation)];
      if (!operation) throw mappingTemplateError(`Unsupported operation '${String(request.operation)}'.`);
      try {
        return await operation(request, table);
      } catch (error) {
        if (error instanceof DynamoDbError) return { result: null, error: table.errorOf(error) };
        throw error;
      }
    },
  };
}
