/** The local backend as fuzz tests use it: over kept connections, with a log that must stay free of internal errors. */
import { Agent } from 'node:http';
import { connect } from 'node:net';
import type { AmplifyOutputs } from 'amplify-local';
import type { DynamoDbEngineClient } from 'amplify-local/dynamodb';
import { expect } from 'vitest';
import { AttackedBackend } from '../attacked-backend';
import { Guest } from '../guest';
import { sendRequest, type RawRequest, type RawResponse } from '../raw-http';
import { inputTimeoutMs } from './check-property';

export class FuzzTarget {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });

  private constructor(private readonly backend: AttackedBackend) {}

  static async open(): Promise<FuzzTarget> {
    return new FuzzTarget(await AttackedBackend.start());
  }

  get host(): string {
    return this.backend.host;
  }

  get outputs(): AmplifyOutputs {
    return this.backend.outputs;
  }

  get tables(): DynamoDbEngineClient {
    return this.backend.tables;
  }

  /**
   * @throws {ConnectionClosedError} if the server closes the connection without a response
   * @throws if the response takes too long or is an internal error
   */
  async sendRequest(request: RawRequest): Promise<RawResponse> {
    const startedAt = performance.now();
    const response = await sendRequest(
      this.backend.port,
      { ...request, headers: { host: this.host, ...request.headers } },
      { agent: this.#agent, timeoutMs: inputTimeoutMs },
    );
    const tookMs = performance.now() - startedAt;
    if (tookMs > inputTimeoutMs) throw new Error(`The response took ${Math.round(tookMs)} ms`);
    return response;
  }

  /** Sends bytes that need not be HTTP. Returns what came back until the server closed or was silent for `quietMs`. */
  sendBytes(bytes: Buffer, quietMs = 50): Promise<string> {
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      const socket = connect(this.backend.port, '127.0.0.1', () => socket.write(bytes));
      socket.setTimeout(quietMs, () => socket.destroy());
      socket.on('data', (chunk) => chunks.push(chunk));
      // 'close' follows.
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    });
  }

  /** Sends bytes and resets the connection, so that the answer fails. */
  sendAndReset(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      const socket = connect(this.backend.port, '127.0.0.1', () => socket.write(bytes, () => socket.resetAndDestroy()));
      // 'close' follows.
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
    });
  }

  newGuest(): Promise<Guest> {
    return Guest.create(this.backend.port, this.outputs.auth.identity_pool_id, (request) => this.sendRequest(request));
  }

  /** Fails if the backend has logged an internal error. */
  expectNoInternalError(): void {
    const [logged] = this.backend.takeLoggedErrors();
    if (!logged) return;
    const [values, message] = logged as [{ err?: Error }, string?];
    throw new Error(
      `The backend logged an internal error: ${message ?? ''}, ${values.err?.stack ?? JSON.stringify(values)}`,
    );
  }

  /** Fails if the backend has logged an internal error or does not serve a well-behaved guest. */
  async expectHealthy(): Promise<void> {
    this.expectNoInternalError();
    const guest = await this.newGuest();
    const { data, errors } = await guest.call('{ snapshot { serverTime round { roundId } leaders { votes } } }');
    expect(errors).toBeUndefined();
    expect(data?.snapshot).toMatchObject({
      serverTime: expect.any(Number) as number,
      leaders: expect.any(Array) as unknown,
    });
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    await this.backend.close();
  }
}
