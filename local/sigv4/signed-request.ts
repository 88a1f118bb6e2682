/** What a signature covers of a request of node:http. */
import type { IncomingMessage } from 'node:http';
import type { SignedRequest } from './verify';

export function signedRequestOf({ method = '', url = '', headers }: IncomingMessage, body: Uint8Array): SignedRequest {
  const queryStart = url.indexOf('?');
  const path = queryStart < 0 ? url : url.slice(0, queryStart);
  return { method, path, query: queryOf(queryStart < 0 ? '' : url.slice(queryStart)), headers, body };
}

function queryOf(search: string): Record<string, string[]> {
  const parameters = new URLSearchParams(search);
  return Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name)]));
}
