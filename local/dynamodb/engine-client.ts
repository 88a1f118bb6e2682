/**
 * Calls the engine that stores the tables: AWS JSON 1.0 over keep-alive HTTP, the same for dynalite
 * and for AWS's DynamoDB Local. Neither verifies a signature; both want to see one.
 */
import { Agent, request } from 'node:http';
import { DynamoDbError } from './dynamodb';

/** More than this many requests at once wait here: the engine works on one at a time. */
const maxConnections = 32;

/** An engine that has not answered by then is taken for gone: others wait for the same item. */
const defaultTimeoutMs = 5000;

/** An idle connection is dropped before an engine would close it under a request. */
const idleMs = 10_000;

export class DynamoDbEngineClient {
  readonly endpoint: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: maxConnections, timeout: idleMs });
  readonly #url: URL;
  readonly #authorization: string;
  readonly #timeoutMs: number;
  readonly #underWay = new Set<Promise<unknown>>();

  /**
   * @param endpoint - e.g. `http://127.0.0.1:8000`; plain HTTP only.
   * @param region - DynamoDB Local keeps a separate set of tables for each.
   * @param timeoutMs - for one answer.
   */
  constructor(endpoint: string, region: string, timeoutMs = defaultTimeoutMs) {
    this.#timeoutMs = timeoutMs;
    this.endpoint = endpoint;
    this.#url = new URL(endpoint);
    if (this.#url.protocol !== 'http:') throw new Error(`The DynamoDB endpoint must be http://, not ${endpoint}`);
    this.#authorization = `AWS4-HMAC-SHA256 Credential=local/20200101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;
  }

  /**
   * @param operation - as in `X-Amz-Target`, e.g. `CreateTable`.
   * @throws {DynamoDbError} What the engine answers, or `InternalServerError` where it does not.
   */
  async call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    const answer = this.#send(operation, JSON.stringify(input));
    this.#underWay.add(answer);
    try {
      return await answer;
    } finally {
      this.#underWay.delete(answer);
    }
  }

  /** Ends after the requests under way. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#underWay);
    this.#agent.destroy();
  }

  #send(operation: string, body: string): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        reject(
          new DynamoDbError(
            'InternalServerError',
            `The DynamoDB engine does not answer at ${this.endpoint}: ${error.message}`,
            500,
          ),
        );
      };
      const outgoing = request(
        this.#url,
        {
          agent: this.#agent,
          method: 'POST',
          headers: {
            'Content-Type': 'application/x-amz-json-1.0',
            'Content-Length': Buffer.byteLength(body),
            'X-Amz-Target': `DynamoDB_20120810.${operation}`,
            'X-Amz-Date': '20200101T000000Z',
            Authorization: this.#authorization,
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('error', fail);
          response.on('end', () => {
            try {
              resolve(parseResponse(operation, response.statusCode ?? 500, text));
            } catch (error) {
              reject(error instanceof Error ? error : new Error(String(error)));
            }
          });
        },
      );
      outgoing.on('error', fail);
      outgoing.setTimeout(this.#timeoutMs, () => outgoing.destroy(new Error(`no answer within ${this.#timeoutMs} ms`)));
      outgoing.end(body);
    });
  }
}

interface EngineResponse extends Record<string, unknown> {
  /** The three members of an error. */
  __type?: string;
  message?: string;
  Message?: string;
}

function parseResponse(operation: string, statusCode: number, text: string): Record<string, unknown> {
  let body: EngineResponse;
  try {
    // Engines answer AWS JSON 1.0, in which every body is an object.
    body = JSON.parse(text) as EngineResponse;
  } catch {
    throw new DynamoDbError('InternalServerError', `The DynamoDB engine answered ${statusCode} without JSON.`, 500);
  }
  if (statusCode < 300) return body;

  const { __type, message, Message, ...details } = body;
  const type = String(__type).replace(/^.*#/, '');
  throw new DynamoDbError(type, message ?? Message ?? reasonOf(type, operation), statusCode, details);
}

function reasonOf(type: string, operation: string): string {
  if (type !== 'UnknownOperationException') return '';
  return `The engine behind the local DynamoDB has no ${operation}; DYNAMODB_ENDPOINT puts another one there.`;
}
