/** What a signature covers of a request of node:http. */
import type { IncomingMessage } from 'node:http';
import type { SignedRequest } from './verify';

export function signedRequestOf({ method = '', url = '', headers }: IncomingMessage, body: Uint8Array): SignedRequest {
  const queryStart = url.indexOf('?');
  const path = queryStart < 0 ? url : url.slice(0, queryStart);
  return { method, path, query: queryOf(queryStart < 0 ? '' : url.slice(queryStart)), headers, body };
}

function queryOf(search: string): Record<string, string[]> {
  // One pass: thousands of parameters of one name, each looked up by itself, would keep everybody waiting.
  const parameters = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(search)) {
    const values = parameters.get(name);
    if (values) values.push(value);
    else parameters.set(name, [value]);
  }
  return Object.fromEntries(parameters);
}
