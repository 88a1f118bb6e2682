/** Allows calls from pages of any origin, as AWS's endpoints do: Fetch Standard, "CORS protocol". */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a browser may cache the answer to a preflight request. */
const preflightMaxAgeSeconds = 172_800;

/**
 * Adds the CORS headers and answers a preflight request.
 *
 * @param exposedHeaders the response headers that scripts may read
 * @returns whether the request was a preflight request, which is answered
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
  // Listed one by one, because `*` does not include Authorization.
  response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
  response.setHeader('access-control-max-age', String(preflightMaxAgeSeconds));
  response.writeHead(204).end();
  return true;
}
