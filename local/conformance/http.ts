/** Sends requests with `node:http` and `node:https` only, and returns the answers unchanged. */
import { request as requestHttp, type IncomingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';
import { sign } from './signature';
import type { Target } from './target';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** The parsed body; undefined if it is empty. */
  body: unknown;
}

export function send(
  url: URL,
  method: string,
  headers: Record<string, string>,
  body: string | Buffer = '',
): Promise<Answer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: text ? JSON.parse(text) : undefined,
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export interface PostOptions {
  signedAt?: Date;
  /** Replaces signed headers after signing; undefined removes one. */
  headers?: Record<string, string | undefined>;
}

/** Posts a signed body to the GraphQL endpoint. */
export function post(
  { graphqlUrl: url, region, credentials }: Target,
  body: string,
  { signedAt, headers = {} }: PostOptions = {},
): Promise<Answer> {
  const signed = sign({ url, body, region, credentials, ...(signedAt ? { signedAt } : {}) });
  const sent = Object.entries({ ...signed, ...headers }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return send(url, 'POST', Object.fromEntries(sent), body);
}

/** Runs an operation. */
export function call(target: Target, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  return post(target, JSON.stringify({ query, variables }));
}
