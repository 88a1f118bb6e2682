/** An HTTP endpoint in the AWS JSON 1.1 protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { allowCrossOrigin } from '../http/cors';
import { BodyTooLargeError, readBody } from '../http/read-body';
import { CognitoError } from './errors';

export interface JsonEndpointOptions {
  /** What comes before the name of an operation in `x-amz-target`, such as `AWSCognitoIdentityService.`. */
  targetPrefix: string;
  /** By the names of operations. */
  operations: ReadonlyMap<string, (input: unknown) => unknown>;
  log: Logger;
}

/** The headers that Cognito exposes. */
const exposedHeaders = ['x-amzn-RequestId', 'x-amzn-ErrorType', 'x-amzn-ErrorMessage', 'Date'];

/** Enough for tokens of a few kilobytes. */
const maxBodyBytes = 64 * 1024;

/** @returns the request listener, which never rejects */
export function createJsonEndpoint(
  options: JsonEndpointOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    if (allowCrossOrigin(request, response, exposedHeaders)) return;
    response.setHeader('x-amzn-requestid', randomUUID());
    try {
      send(response, 200, await answer(request, options));
    } catch (error) {
      // The client has closed the connection.
      if (request.errored) return;
      const { type, message, statusCode } = toCognitoError(error);
      if (statusCode >= 500) options.log.error({ err: error }, 'Cognito failed');
      response.setHeader('x-amzn-errortype', type);
      send(response, statusCode, { __type: type, message });
    }
  };
}

async function answer(request: IncomingMessage, { targetPrefix, operations }: JsonEndpointOptions): Promise<unknown> {
  const body = await readBody(request, maxBodyBytes);
  const target = String(request.headers['x-amz-target'] ?? '');
  const operation = target.startsWith(targetPrefix) ? operations.get(target.slice(targetPrefix.length)) : undefined;
  if (request.method !== 'POST' || !operation) {
    throw new CognitoError('UnknownOperationException', `Unknown operation: ${target}`);
  }
  return operation(parseJson(body));
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new CognitoError('SerializationException', 'The request body is not JSON.');
  }
}

function toCognitoError(error: unknown): CognitoError {
  if (error instanceof CognitoError) return error;
  if (error instanceof BodyTooLargeError) return new CognitoError('RequestEntityTooLargeException', error.message, 413);
  return new CognitoError('InternalErrorException', 'Internal error', 500);
}

function send(response: ServerResponse, statusCode: number, body: unknown): void {
  response.writeHead(statusCode, { 'content-type': 'application/x-amz-json-1.1', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
