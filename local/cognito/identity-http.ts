/** The HTTP endpoint of Cognito identity pools, in the AWS JSON 1.1 protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { IdentityPool } from '../cloudformation/deployment';
import { allowCrossOrigin } from '../http/cors';
import { BodyTooLargeError, readBody } from '../http/read-body';
import type { SessionCredentials } from '../iam/session-credentials';
import { CognitoIdentityError } from './errors';
import { getCredentialsForIdentity, type CredentialsContext } from './GetCredentialsForIdentity';
import { getId } from './GetId';
import { IdentityIds } from './identity-ids';

export interface CognitoIdentityHandlerOptions {
  region: string;
  identityPool: IdentityPool;
  /** The secret that authenticates identity ids, at least 32 bytes. */
  key: Buffer;
  credentials: SessionCredentials;
  /** One hour by default. */
  credentialsLifetimeSeconds?: number;
  log: Logger;
}

/** The headers that Cognito exposes. */
const exposedHeaders = ['x-amzn-RequestId', 'x-amzn-ErrorType', 'x-amzn-ErrorMessage', 'Date'];

/** Enough for login tokens of a few kilobytes; guests send none. */
const maxBodyBytes = 64 * 1024;

const targetPrefix = 'AWSCognitoIdentityService.';

const operations = new Map<string, (input: unknown, context: CredentialsContext) => unknown>([
  ['GetId', getId],
  ['GetCredentialsForIdentity', getCredentialsForIdentity],
]);

/** @returns the request listener, which never rejects */
export function createCognitoIdentityHandler({
  region,
  identityPool,
  key,
  credentials,
  credentialsLifetimeSeconds = 3600,
  log,
}: CognitoIdentityHandlerOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const context: CredentialsContext = {
    identityPoolId: identityPool.id,
    unauthenticatedRoleArn: identityPool.unauthenticatedRoleArn,
    identityIds: new IdentityIds(key, region, identityPool.id),
    credentials,
    credentialsLifetimeSeconds,
  };

  return async (request, response) => {
    if (allowCrossOrigin(request, response, exposedHeaders)) return;
    response.setHeader('x-amzn-requestid', randomUUID());
    try {
      send(response, 200, await answer(request, context));
    } catch (error) {
      // The client has closed the connection.
      if (request.errored) return;
      const { type, message, statusCode } = toCognitoIdentityError(error);
      if (statusCode >= 500) log.error({ err: error }, 'Cognito failed');
      response.setHeader('x-amzn-errortype', type);
      send(response, statusCode, { __type: type, message });
    }
  };
}

async function answer(request: IncomingMessage, context: CredentialsContext): Promise<unknown> {
  const body = await readBody(request, maxBodyBytes);
  const target = String(request.headers['x-amz-target'] ?? '');
  const operation = target.startsWith(targetPrefix) ? operations.get(target.slice(targetPrefix.length)) : undefined;
  if (request.method !== 'POST' || !operation) {
    throw new CognitoIdentityError('UnknownOperationException', `Unknown operation: ${target}`);
  }
  return operation(parseJson(body), context);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new CognitoIdentityError('SerializationException', 'The request body is not JSON.');
  }
}

function toCognitoIdentityError(error: unknown): CognitoIdentityError {
  if (error instanceof CognitoIdentityError) return error;
  if (error instanceof BodyTooLargeError)
    return new CognitoIdentityError('RequestEntityTooLargeException', error.message, 413);
  return new CognitoIdentityError('InternalErrorException', 'Internal error', 500);
}

function send(response: ServerResponse, statusCode: number, body: unknown): void {
  response.writeHead(statusCode, { 'content-type': 'application/x-amz-json-1.1', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
