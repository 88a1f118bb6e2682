/** Reads the body of a request, up to a limit. */
import type { IncomingMessage } from 'node:http';

/** The body passes the limit. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/**
 * The request is read to its end even where it is too large, since a client that still sends would see a reset
 * connection instead of the answer; what passes the limit is not kept.
 *
 * @param maxBytes - the largest body that is accepted.
 * @throws {BodyTooLargeError} where it is larger; anything else where the connection breaks.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > maxBytes) throw new BodyTooLargeError(`The request body is larger than ${maxBytes} bytes`);
  return Buffer.concat(chunks);
}
