/**
 * Authorizes connections and subscriptions: AppSync Developer Guide, "Building a real-time WebSocket client",
 * "Header parameter format based on AWS AppSync API authorization mode".
 */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Principal } from '../../iam/principal';
import type { SignedRequest } from '../../sigv4/verify';
import { SignatureError } from '../../sigv4/errors';
import { subprotocol, type ConnectionErrorPayload } from './protocol';

/** A connection is refused. The payload is sent before the socket is closed. */
export class ConnectionError extends Error {
  constructor(
    readonly payload: ConnectionErrorPayload,
    options?: ErrorOptions,
  ) {
    super(payload.message, options);
    this.name = payload.errorType ?? 'ConnectionError';
  }
}

/** The request that clients sign to connect. It differs from the WebSocket request. */
const signedConnect = { method: 'POST', path: '/graphql/connect', body: '{}' };

/** The request that clients sign to start a subscription, without its body. */
const signedStart = { method: 'POST', path: '/graphql' };

type Verify = (request: SignedRequest) => Principal;

/**
 * @throws {ConnectionError} if the subprotocol is not offered, or the authorization is missing or refused.
 */
export function authorizeConnection(request: IncomingMessage, verify: Verify): Principal {
  const offered = offeredProtocols(request);
  if (offered.length === 0) throw new ConnectionError({ message: 'NoProtocolError', errorCode: 400 });
  if (!offered.includes(subprotocol))
    throw new ConnectionError({ message: 'SubProtocolNotSupportedError', errorCode: 400 });

  const headers = authorizationHeaders(request, offered);
  if (!headers) throw new ConnectionError({ message: 'Required headers are missing.', errorCode: 400 });
  try {
    return verify({ ...signedConnect, headers: { ...headers, host: request.headers.host } });
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    const message = 'You are not authorized to make this call.';
    throw new ConnectionError({ errorType: 'UnauthorizedException', message, errorCode: 401 }, { cause: error });
  }
}

/**
 * @param host - the Host header of the WebSocket request. The host that the client claims in its message is not trusted.
 * @param data - the text of the request.
 * @throws {SignatureError}
 */
export function authorizeStart(
  headers: Record<string, string>,
  host: string | undefined,
  data: string,
  verify: Verify,
): Principal {
  return verify({ ...signedStart, headers: { ...headers, host }, body: data });
}

function offeredProtocols({ headers }: IncomingMessage): string[] {
  const offered = headers['sec-websocket-protocol'] ?? '';
  return offered
    .split(',')
    .map((protocol) => protocol.trim())
    .filter((protocol) => protocol !== '');
}

/** Browsers cannot set headers of a WebSocket, so clients may use the query string or, as Amplify does, the subprotocol. */
function authorizationHeaders(request: IncomingMessage, offered: string[]): SignedRequest['headers'] | undefined {
  const inProtocol = offered.find((protocol) => protocol.startsWith('header-'))?.slice('header-'.length);
  const encoded = inProtocol ?? new URLSearchParams(request.url?.split('?')[1]).get('header') ?? undefined;
  if (encoded !== undefined) return decodeHeaders(encoded);
  return request.headers.authorization === undefined ? undefined : request.headers;
}

/** Reads base64 and base64url alike. */
function decodeHeaders(encoded: string): Record<string, string> | undefined {
  try {
    const headers: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    return lowerCaseNames(z.record(z.string(), z.string()).parse(headers));
  } catch {
    return undefined;
  }
}

/** Converts header names to lower case, as the verification requires. */
export function lowerCaseNames(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
