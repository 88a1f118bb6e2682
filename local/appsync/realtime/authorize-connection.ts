/**
 * Who may open a connection, and as whom: AppSync Developer Guide, "Building a real-time WebSocket client",
 * "Header parameter format based on AWS AppSync API authorization mode".
 */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Principal } from '../../iam/principal';
import type { SignedRequest } from '../../sigv4/verify';
import { SignatureError } from '../../sigv4/errors';
import { subprotocol, type ConnectionErrorPayload } from './protocol';

/** A connection is refused; the payload is sent before the socket is closed. */
export class ConnectionError extends Error {
  constructor(
    readonly payload: ConnectionErrorPayload,
    options?: ErrorOptions,
  ) {
    super(payload.message, options);
    this.name = payload.errorType ?? 'ConnectionError';
  }
}

/** What is signed on connecting, whatever the WebSocket's own path and method are. */
const signedConnect = { method: 'POST', path: '/graphql/connect', body: '{}' };

/** What is signed on starting a subscription, around the body. */
const signedStart = { method: 'POST', path: '/graphql' };

type Verify = (request: SignedRequest) => Principal;

/**
 * @throws {ConnectionError} where the subprotocol is not offered, or the authorization is missing or refused.
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
 * @param host - the host that the socket was opened on: what the client says of itself is no evidence.
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

/** Browsers can't set headers on a WebSocket, hence the other two ways; the Amplify client uses the subprotocol. */
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

/** Header names as the verification wants them. */
export function lowerCaseNames(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
