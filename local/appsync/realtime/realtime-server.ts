/** AppSync's real-time endpoint: handles WebSocket upgrades on an existing HTTP server. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { sourceIpOf } from '../http-caller';
import { authorizeConnection, ConnectionError } from './authorize-connection';
import { Connection, type ConnectionOptions } from './connection';
import { CloseCode, serverMessages, subprotocol } from './protocol';

/** AppSync's quotas: AWS General Reference, "AWS AppSync endpoints and quotas". The last two are not AppSync's. */
const defaults = {
  keepAliveIntervalMs: 60_000,
  maxSubscriptions: 200,
  maxLifetimeMs: 24 * 60 * 60_000,
  /** Largest message of a client. Larger messages close the connection with code 1009. */
  maxMessageBytes: 240 * 1024,
  maxBufferedBytes: 1024 * 1024,
  /** How long to wait for a peer to answer a close before terminating the connection. */
  closeTimeoutMs: 5_000,
};

export type RealtimeLimits = typeof defaults;

export type RealtimeOptions = Pick<ConnectionOptions, 'engine' | 'verify' | 'log'> & Partial<RealtimeLimits>;

export class RealtimeServer {
  readonly #options: RealtimeOptions & RealtimeLimits;
  readonly #server: WebSocketServer;

  constructor(options: RealtimeOptions) {
    this.#options = { ...defaults, ...options };
    const { maxMessageBytes, closeTimeoutMs } = this.#options;
    // A separate variable, because the types of `ws` lack closeTimeout.
    const serverOptions = { noServer: true, maxPayload: maxMessageBytes, closeTimeout: closeTimeoutMs };
    this.#server = new WebSocketServer({
      ...serverOptions,
      handleProtocols: (offered) => offered.has(subprotocol) && subprotocol,
    });
  }

  /** Open connections, including refused ones that are still closing. */
  get connectionCount(): number {
    return this.#server.clients.size;
  }

  /** Listener of a server's `upgrade` event, for requests to the real-time endpoint. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket, request));
  }

  /** Closes every connection and accepts no more. Resolves once all are closed. */
  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const client of this.#server.clients) client.close(CloseCode.GoingAway);
    return closed;
  }

  #accept(socket: WebSocket, request: IncomingMessage): void {
    const { log, verify } = this.#options;
    socket.on('error', (error) => log.debug({ err: error }, 'A real-time connection failed'));
    try {
      authorizeConnection(request, verify);
      new Connection(socket, { host: request.headers.host, sourceIp: sourceIpOf(request) }, this.#options);
    } catch (error) {
      this.#refuse(socket, error);
    }
  }

  /** Refuses a connection after the handshake, as AppSync does, so that the client can read the reason. */
  #refuse(socket: WebSocket, error: unknown): void {
    const { log } = this.#options;
    if (!(error instanceof ConnectionError)) {
      log.error({ err: error }, 'Could not open a real-time connection');
      socket.close(CloseCode.InternalError);
      return;
    }
    log.debug({ err: error }, 'Refused a real-time connection');
    socket.send(serverMessages.connectionError(error.payload));
    socket.close(CloseCode.PolicyViolation, error.payload.message);
  }
}
