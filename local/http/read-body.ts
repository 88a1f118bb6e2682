/** Reads the body of a request, up to a limit. */
import type { IncomingMessage } from 'node:http';

/** The body exceeds the limit. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/**
 * Reads the whole body, even if it is too large: a client that is still sending would see a reset connection instead of
 * the answer. Nothing beyond the limit is stored.
 *
 * @param maxBytes the largest body that is accepted
 * @throws {BodyTooLargeError} if the body is larger; another error if the connection breaks
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => {
      if (size > maxBytes) reject(new BodyTooLargeError(`The request body is larger than ${maxBytes} bytes`));
      else resolve(Buffer.concat(chunks));
    });
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new Error('The connection was closed before the end of the request body.'));
    });
  });
}
