/**
 * Calls the engine that stores the tables: AWS JSON 1.0 over keep-alive HTTP, for dynalite and DynamoDB Local. Both
 * require a signature, but do not verify it.
 */
import { Agent, request } from 'node:http';
import { DynamoDbError } from './dynamodb';

/** Further requests wait here, since the engine processes one at a time. */
const maxConnections = 32;

/** Requests for the same item wait for each other, so a request must not hang forever. */
const defaultTimeoutMs = 5000;

/** Idle connections are closed before an engine would close them during a request. */
const idleMs = 10_000;

export class DynamoDbEngineClient {
  readonly endpoint: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: maxConnections, timeout: idleMs });
  readonly #url: URL;
  readonly #authorization: string;
  readonly #timeoutMs: number;
  readonly #pendingRequests = new Set<Promise<unknown>>();

  /**
   * @param endpoint for example `http://127.0.0.1:8000`; plain HTTP only
   * @param region DynamoDB Local stores separate tables for each region
   * @param timeoutMs maximum time for a response
   */
  constructor(endpoint: string, region: string, timeoutMs = defaultTimeoutMs) {
    this.#timeoutMs = timeoutMs;
    this.endpoint = endpoint;
    this.#url = new URL(endpoint);
    if (this.#url.protocol !== 'http:') throw new Error(`The DynamoDB endpoint must be http://, not ${endpoint}`);
    this.#authorization = `AWS4-HMAC-SHA256 Credential=local/20200101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;
  }

  /**
   * @param operation as in `X-Amz-Target`, for example `CreateTable`
   * @throws {DynamoDbError} the error of the engine, or `InternalServerError` if it does not respond
   */
  async call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    const answer = this.#send(operation, JSON.stringify(input));
    this.#pendingRequests.add(answer);
    try {
      return await answer;
    } finally {
      this.#pendingRequests.delete(answer);
    }
  }

  /** Closes the connections after the pending requests. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#pendingRequests);
    this.#agent.destroy();
  }

  #send(operation: string, body: string): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        reject(
          new DynamoDbError(
            'InternalServerError',
            `The DynamoDB engine does not respond at ${this.endpoint}: ${error.message}`,
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
      outgoing.setTimeout(this.#timeoutMs, () =>
        outgoing.destroy(new Error(`no response within ${this.#timeoutMs} ms`)),
      );
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
  return `The engine of the local DynamoDB does not support ${operation}. The option dynamoDbEndpoint selects another engine.`;
}
