/** Converts a request of `node:http` for the verification of its signature. */
import type { IncomingMessage } from 'node:http';
import type { SignedRequest } from './verify';

export function signedRequestOf({ method = '', url = '', headers }: IncomingMessage, body: Uint8Array): SignedRequest {
  const queryStart = url.indexOf('?');
  const path = queryStart < 0 ? url : url.slice(0, queryStart);
  return { method, path, query: parseQuery(queryStart < 0 ? '' : url.slice(queryStart)), headers, body };
}

function parseQuery(search: string): Record<string, string[]> {
  // In one pass: looking up each name would take quadratic time for thousands of parameters.
  const parameters = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(search)) {
    const values = parameters.get(name);
    if (values) values.push(value);
    else parameters.set(name, [value]);
  }
  return Object.fromEntries(parameters);
}
