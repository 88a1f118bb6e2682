/** Raw HTTP: whatever an attacker puts on the wire, nothing added, nothing corrected. */
import { request } from 'node:http';

export interface RawRequest {
  method?: string;
  /** With the query, as it is written into the request line. */
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface RawResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** Undefined where the text is not JSON. */
  json: unknown;
}

/** An answer that takes longer counts as a hang. */
const patienceMs = 20_000;

/** What only somebody who sees the inside may know. */
const inside = /node_modules|\bat (async )?[\w.]+ \(|\.ts:\d|file:\/\//;

/** @throws where nothing is answered in time, the connection breaks, or the answer is a fault of the backend or tells of its inside */
export function sendRequest(
  port: number,
  { method = 'POST', path, headers = {}, body }: RawRequest,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if ((response.statusCode ?? 0) >= 500)
          reject(new Error(`The backend failed at ${method} ${path.slice(0, 80)}: ${text}`));
        if (inside.test(text)) reject(new Error(`The backend tells of its inside: ${text.slice(0, 500)}`));
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) });
      });
    });
    outgoing.setTimeout(patienceMs, () => outgoing.destroy(new Error(`No answer to ${method} ${path.slice(0, 80)}`)));
    outgoing.on('error', reject);
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
