/** The local backend as an attacker sees it: doors on the loopback address, and a log that must stay free of faults. */
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { expect, vi, type MockInstance } from 'vitest';
import { freePort } from '../../backend/free-port';
import { startBackend, type Backend } from '../../../local/backend';
import { DynaliteThread } from '../../../local/dynamodb/dynalite-thread';
import { DynamoDbEngineClient } from '../../../local/dynamodb/engine-client';
import { log } from '../../../local/log';
import { inputTimeoutMs } from './check-property';
import { Guest } from './guest';
import { projectFolder } from '../../project-folder';

/** Kept: what `amplify/` synthesizes is read from here by every file after the first. */
const dataFolder = path.join(projectFolder, '.amplify/fuzz');
const region = 'us-east-1';

export interface HttpRequest {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface HttpResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** The server closed the connection without an answer, as it may do to what is not HTTP. */
export class ConnectionClosedError extends Error {}

export class Target {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });

  private constructor(
    readonly port: number,
    readonly backend: Backend,
    /** The tables, past every door. */
    readonly tables: DynamoDbEngineClient,
    private readonly dynalite: DynaliteThread,
    /** What the backend took for a fault of its own. */
    private readonly faults: MockInstance,
  ) {}

  static async open(): Promise<Target> {
    await mkdir(dataFolder, { recursive: true });
    log.level = 'silent';
    const faults = vi.spyOn(log, 'error');
    const dynalite = new DynaliteThread({ region, accountId: '123456789012' });
    const dynamoDbEndpoint = `http://127.0.0.1:${await dynalite.waitForPort()}`;
    const port = await freePort();
    const backend = await startBackend({
      projectFolder,
      dataFolder,
      host: 'localhost',
      port,
      runSchedulesAtStart: true,
      dynamoDbEndpoint,
      fresh: true,
    });
    return new Target(port, backend, new DynamoDbEngineClient(dynamoDbEndpoint, region), dynalite, faults);
  }

  get host(): string {
    return `localhost:${this.port}`;
  }

  /** @throws {ConnectionClosedError}; Error where no answer comes in time. */
  sendRequest({ method = 'POST', path: target, headers = {}, body }: HttpRequest): Promise<HttpResponse> {
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          host: '127.0.0.1',
          port: this.port,
          agent: this.#agent,
          method,
          path: target,
          setHost: false,
          headers: { host: this.host, ...headers },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const tookMs = performance.now() - startedAt;
            if (tookMs > inputTimeoutMs) reject(new Error(`The answer took ${Math.round(tookMs)} ms`));
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: Buffer.concat(chunks).toString(),
            });
          });
        },
      );
      outgoing.setTimeout(inputTimeoutMs, () => outgoing.destroy(new Error(`No answer in ${inputTimeoutMs} ms`)));
      outgoing.on('error', (error: NodeJS.ErrnoException) =>
        reject(
          error.code === 'ECONNRESET' || error.code === 'EPIPE' ? new ConnectionClosedError(error.message) : error,
        ),
      );
      outgoing.end(body);
    });
  }

  /** Sends bytes that need not be HTTP. @returns what came back until the server closed, or was quiet for `quietMs`. */
  sendBytes(bytes: Buffer, quietMs = 50): Promise<string> {
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      const socket = connect(this.port, '127.0.0.1', () => socket.write(bytes));
      socket.setTimeout(quietMs, () => socket.destroy());
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    });
  }

  newGuest(): Promise<Guest> {
    return Guest.create(this);
  }

  /** Nothing that was sent has been taken for a fault of the backend's own. */
  expectNoFault(): void {
    const [fault] = this.faults.mock.calls;
    this.faults.mockClear();
    if (!fault) return;
    const [values, message] = fault as [{ err?: Error }, string?];
    throw new Error(`The backend took this for a fault of its own: ${message}, ${values.err?.stack ?? String(values)}`);
  }

  /** No fault, and somebody who means well is served. */
  async expectHealthy(): Promise<void> {
    this.expectNoFault();
    const guest = await this.newGuest();
    const { data, errors } = await guest.call('{ snapshot { serverTime round { roundId } leaders { votes } } }');
    expect(errors).toBeUndefined();
    expect(data?.snapshot).toMatchObject({ serverTime: expect.any(Number), leaders: expect.any(Array) });
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    await this.backend.close();
    await this.tables.close();
    await this.dynalite.terminate();
    this.faults.mockRestore();
  }
}
