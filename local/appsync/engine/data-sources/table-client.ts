/** A DynamoDB table as its data source accesses it. */
import { randomBytes } from 'node:crypto';
import type { DynamoDb, DynamoDbError, DynamoDbOperation } from '../../../dynamodb/dynamodb';
import type { Principal } from '../../../iam/principal';
import type { DataSourceResult } from './data-source';
import { serviceSession } from './service-session';

/** Runs one kind of AppSync request object on a table. */
export type TableOperation = (request: Record<string, unknown>, table: TableClient) => Promise<DataSourceResult>;

const requestId = () => randomBytes(26).toString('hex').toUpperCase();

/** Calls DynamoDB for one table under the service role of its data source. */
export class TableClient {
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

  /** Returns `ctx.error` with the text of the AWS SDK for Java, through which AppSync calls DynamoDB. */
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
