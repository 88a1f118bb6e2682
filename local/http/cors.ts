/** Lets pages of every origin call the local services, as AWS's own endpoints do: Fetch Standard, "CORS protocol". */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a browser may keep the answer to a preflight, in seconds. */
const preflightMaxAge = 172_800;

/**
 * Adds the CORS headers and answers a preflight request.
 *
 * @param exposedHeaders - response headers that scripts may read.
 * @returns true where the request was a preflight and is answered.
 */
export function allowCrossOrigin(
  request: IncomingMessage,
  response: ServerResponse,
  exposedHeaders: string[],
): boolean {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-expose-headers', exposedHeaders.join(','));
  if (request.method !== 'OPTIONS') return false;

  response.setHeader('access-control-allow-methods', 'POST,OPTIONS');
  // Named one by one: `*` does not cover Authorization.
  response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
  response.setHeader('access-control-max-age', String(preflightMaxAge));
  response.writeHead(204).end();
  return true;
}
