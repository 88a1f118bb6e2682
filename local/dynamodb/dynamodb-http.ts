/** DynamoDB's HTTP API for the AWS SDK: "DynamoDB low-level API", AWS JSON 1.0. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { BodyTooLargeError, readBody } from '../http/read-body';
import type { Principal } from '../iam/principal';
import { log as defaultLog } from '../log';
import { SignatureError } from '../sigv4/errors';
import { signedRequestOf } from '../sigv4/signed-request';
import type { SignedRequest } from '../sigv4/verify';
import { DynamoDbError, type DynamoDb, type DynamoDbOperation } from './dynamodb';

/** DynamoDB's limit for a request. */
const maxRequestBytes = 16 * 1024 * 1024;

const targetPrefix = 'DynamoDB_20120810.';

const operations: ReadonlySet<string> = new Set<DynamoDbOperation>([
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'BatchWriteItem',
  'TransactGetItems',
  'TransactWriteItems',
  'DescribeTable',
]);

export interface DynamoDbHandlerOptions {
  dynamoDb: DynamoDb;
  /** @throws {SignatureError} if the request has no valid signature */
  verify: (request: SignedRequest) => Principal;
  log?: Pick<Logger, 'error'>;
}

/** Creates the request listener of the endpoint for SDKs, which never rejects. */
export function createDynamoDbHandler({ dynamoDb, verify, log = defaultLog }: DynamoDbHandlerOptions) {
  async function answer(request: IncomingMessage): Promise<Record<string, unknown>> {
    const body = await readBody(request, maxRequestBytes);
    const principal = verify(signedRequestOf(request, body));
    return dynamoDb.call(principal, operationOf(request), parse(body));
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      send(response, 200, await answer(request));
    } catch (error) {
      if (request.destroyed && !request.complete) return;
      const { type, message, statusCode, details } = toDynamoDbError(error);
      if (statusCode >= 500) log.error(error, 'DynamoDB request failed');
      send(response, statusCode, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message, ...details });
    }
  };
}

function operationOf({ method, headers }: IncomingMessage): DynamoDbOperation {
  const target = headers['x-amz-target'];
  const operation =
    typeof target === 'string' && target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : '';
  if (method !== 'POST' || !operations.has(operation)) {
    throw new DynamoDbError(
      'UnknownOperationException',
      `The local DynamoDB has no operation ${operation || String(target)}`,
    );
  }
  return operation as DynamoDbOperation;
}

function parse(body: Buffer): Record<string, unknown> {
  let input: unknown;
  try {
    input = JSON.parse(body.toString());
  } catch {
    throw new DynamoDbError('SerializationException', 'The request is not JSON');
  }
  if (typeof input !== 'object' || input === null) {
    throw new DynamoDbError('SerializationException', 'The request is not a JSON object');
  }
  return input as Record<string, unknown>;
}

function toDynamoDbError(error: unknown): DynamoDbError {
  if (error instanceof DynamoDbError) return error;
  // Unlike most services, DynamoDB answers 400 to a bad signature.
  if (error instanceof SignatureError) return new DynamoDbError(error.type, error.message);
  if (error instanceof BodyTooLargeError) return new DynamoDbError('SerializationException', error.message, 413);
  return new DynamoDbError('InternalServerError', 'Internal server error', 500);
}

function send(response: ServerResponse, statusCode: number, body: Record<string, unknown>): void {
  const text = JSON.stringify(body);
  response.writeHead(statusCode, {
    'Content-Type': 'application/x-amz-json-1.0',
    'Content-Length': Buffer.byteLength(text),
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(text);
}
