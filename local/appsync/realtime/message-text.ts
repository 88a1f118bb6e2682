import type { RawData } from 'ws';

/** Returns the text of a WebSocket message, in any of the forms in which `ws` delivers it. */
export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString();
}
