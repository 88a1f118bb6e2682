/** AppSync's HTTP endpoint, `POST /graphql`: AppSync Developer Guide, "Configuring authorization and authentication". */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { allowCrossOrigin } from '../http/cors';
import { BodyTooLargeError, readBody } from '../http/read-body';
import type { Principal } from '../iam/principal';
import { SignatureError } from '../sigv4/errors';
import { signedRequestOf } from '../sigv4/signed-request';
import type { SignedRequest } from '../sigv4/verify';
import { callerOf } from './http-caller';
import {
  HttpError,
  internalFailure,
  malformedRequest,
  malformedRequestType,
  requestTooLarge,
  signatureHttpError,
} from './http-errors';
import { parseGraphqlRequest } from './parse-request';
import type { GraphqlEngine, GraphqlResponse } from './graphql-engine';

/** The headers that AppSync exposes. Amplify reads the type of an error, and corrects its clock by `Date`. */
const exposedHeaders = [
  'x-amzn-RequestId',
  'x-amzn-ErrorType',
  'x-amz-user-agent',
  'x-amzn-ErrorMessage',
  'Date',
  'x-amz-schema-version',
];

/** Largest body that AppSync accepts. */
const maxBodyBytes = 1024 * 1024;

export interface GraphqlHandlerOptions {
  engine: Pick<GraphqlEngine, 'execute'>;
  /** @throws {SignatureError} if the request has no valid signature */
  verify: (request: SignedRequest) => Principal;
  log: Pick<Logger, 'error'>;
}

/** Creates the request listener, which never rejects. */
export function createGraphqlHandler({ engine, verify, log }: GraphqlHandlerOptions) {
  async function answer(request: IncomingMessage): Promise<GraphqlResponse> {
    const body = await readBody(request, maxBodyBytes);
    const principal = verify(signedRequestOf(request, body));
    if (request.method !== 'POST') throw malformedRequest('Only POST requests are supported.');
    if (body.length === 0) throw malformedRequest('Request body is empty.');

    const graphqlRequest = parseGraphqlRequest(body.toString('utf8'));
    if (!graphqlRequest) throw malformedRequest('Unable to parse GraphQL query.');
    const result = await engine.execute(graphqlRequest, callerOf(request, principal));
    // AppSync answers 400 if the document cannot be parsed.
    const [error] = result.errors ?? [];
    if (error?.errorType === malformedRequestType && !error.path) throw malformedRequest(error.message);
    return result;
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (allowCrossOrigin(request, response, exposedHeaders)) return;
    response.setHeader('x-amzn-requestid', randomUUID());
    try {
      send(response, await answer(request));
    } catch (error) {
      if (request.errored) return; // The client has closed the connection.
      const httpError = toHttpError(error);
      if (httpError.statusCode >= 500) log.error({ err: error }, 'The GraphQL engine failed');
      send(response, { errors: [{ errorType: httpError.errorType, message: httpError.message }] }, httpError);
    }
  };
}

function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof SignatureError) return signatureHttpError(error);
  if (error instanceof BodyTooLargeError) return requestTooLarge(error.message);
  return internalFailure();
}

function send(response: ServerResponse, body: unknown, httpError?: HttpError): void {
  if (httpError) response.setHeader('x-amzn-errortype', httpError.errorType);
  response.writeHead(httpError?.statusCode ?? 200, { 'content-type': 'application/json;charset=UTF-8' });
  response.end(JSON.stringify(body));
}
