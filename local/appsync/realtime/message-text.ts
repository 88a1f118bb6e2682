import type { RawData } from 'ws';

/** The text of a WebSocket message, in each of the forms that `ws` may deliver it. */
export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString();
}
