/** An HTTP client that sends requests exactly as given. */
import { request, type Agent } from 'node:http';

export interface RawRequest {
  method?: string;
  /** The request target, including the query. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface RawResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** Undefined if the text is not JSON. */
  json: unknown;
}

/** Sends requests to one backend. */
export type Send = (request: RawRequest) => Promise<RawResponse>;

export interface SendOptions {
  /** A new connection per request by default. */
  agent?: Agent;
  /** A response that takes longer counts as a hang. */
  timeoutMs?: number;
}

/** The server closed the connection without a response. */
export class ConnectionClosedError extends Error {
  override readonly name = 'ConnectionClosedError';
}

/** Internal details that no response may contain. */
const internalDetails = /node_modules|\bat (async )?[\w.]+ \(|\.ts:\d|file:\/\//;

/**
 * Sends a request to the loopback address.
 *
 * @throws {ConnectionClosedError} if the server closes the connection without a response
 * @throws if no response arrives in time, its status is 5xx, or it contains internal details
 */
export function sendRequest(
  port: number,
  { method = 'POST', path, headers = {}, body }: RawRequest,
  { agent, timeoutMs = 20_000 }: SendOptions = {},
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers, agent: agent ?? false };
    const outgoing = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if ((response.statusCode ?? 0) >= 500)
          reject(new Error(`The backend failed at ${method} ${path.slice(0, 80)}: ${text}`));
        if (internalDetails.test(text))
          reject(new Error(`The response contains internal details: ${text.slice(0, 500)}`));
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) });
      });
    });
    outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error(`No response to ${method} ${path.slice(0, 80)}`)));
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ECONNRESET' || error.code === 'EPIPE'
          ? new ConnectionClosedError(error.message, { cause: error })
          : error,
      ),
    );
    outgoing.end(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
