/** A WebSocket client that records all messages. */
import { WebSocket } from 'ws';
import { inputTimeoutMs } from './check-property';
import type { FuzzTarget } from './fuzz-target';

export interface ServerMessage {
  type?: unknown;
  id?: unknown;
  payload?: { data?: Record<string, unknown> | null; errors?: unknown };
}

export class TestSocket {
  readonly received: ServerMessage[] = [];
  readonly #socket: WebSocket;
  /** Resolves when the connection has ended. */
  readonly closed: Promise<number>;
  #woken: () => void = () => undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      // A Buffer by default: https://github.com/websockets/ws/blob/master/doc/ws.md#websocketbinarytype
      this.received.push(JSON.parse((data as Buffer).toString()) as ServerMessage);
      this.#woken();
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code) => {
        resolve(code);
        this.#woken();
      });
    });
    socket.on('error', () => undefined);
  }

  /** Returns undefined if the server refuses the upgrade. */
  static async open(
    target: FuzzTarget,
    protocols: string[],
    path = '/graphql/realtime',
  ): Promise<TestSocket | undefined> {
    const socket = new TestSocket(new WebSocket(`ws://${target.host}${path}`, protocols));
    const ws = socket.#socket;
    const opened = new Promise<TestSocket>((resolve) => ws.once('open', () => resolve(socket)));
    return Promise.race([opened, socket.closed.then(() => undefined)]);
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  send(frame: string | Buffer | object): void {
    if (this.isOpen)
      this.#socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  ping(data: Buffer): void {
    if (this.isOpen) this.#socket.ping(data);
  }

  /** Sends bytes without framing. */
  sendBytes(bytes: Buffer): void {
    const { _socket: tcp } = this.#socket as unknown as { _socket?: { writable: boolean; write(bytes: Buffer): void } };
    if (tcp?.writable) tcp.write(bytes);
  }

  /** Waits until the received messages meet a condition or the connection ends. Returns whether they do. */
  async waitUntil(isDone: (received: ServerMessage[]) => boolean): Promise<boolean> {
    const giveUpAt = performance.now() + inputTimeoutMs;
    while (!isDone(this.received) && this.#socket.readyState !== WebSocket.CLOSED) {
      const leftMs = giveUpAt - performance.now();
      if (leftMs <= 0) throw new Error(`The expected messages did not arrive within ${inputTimeoutMs} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#woken = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return isDone(this.received);
  }

  close(): void {
    this.#socket.close();
  }

  /** Breaks the connection without a close frame. */
  terminate(): void {
    this.#socket.terminate();
  }
}
