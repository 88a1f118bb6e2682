/** The server side of one socket: connection_init, start, stop, keep-alive, and the limits of a connection. */
import type { Logger } from 'pino';
import { WebSocket, type RawData } from 'ws';
import type { Principal } from '../../iam/principal';
import { SignatureError } from '../../sigv4/errors';
import type { SignedRequest } from '../../sigv4/verify';
import { parseGraphqlRequest } from '../parse-request';
import type { GraphqlEngine, GraphqlError } from '../graphql-engine';
import { authorizeStart, lowerCaseNames } from './authorize-connection';
import { CloseCode, protocolErrors, parseClientMessage, serverMessages, type StartMessage } from './protocol';
import { ClientSubscription } from './client-subscription';
import { textOf } from './message-text';

export interface ConnectionOptions {
  engine: Pick<GraphqlEngine, 'subscribe'>;
  /** @throws {SignatureError} if the request has no valid signature */
  verify: (request: SignedRequest) => Principal;
  log: Pick<Logger, 'debug' | 'error'>;
  /** Time between two `ka`. A peer that sends nothing in between is disconnected. */
  keepAliveIntervalMs: number;
  maxSubscriptions: number;
  maxLifetimeMs: number;
  /** A client with more unsent data is disconnected. */
  maxBufferedBytes: number;
}

/** The client of a socket. */
export interface Peer {
  /** The Host header as sent. */
  host: string | undefined;
  sourceIp: string;
}

export class Connection {
  readonly #socket: WebSocket;
  readonly #peer: Peer;
  readonly #options: ConnectionOptions;
  readonly #subscriptions = new Map<string, ClientSubscription>();
  #acknowledged = false;
  #isAlive = true;

  /** @param socket - an open and authorized socket. */
  constructor(socket: WebSocket, peer: Peer, options: ConnectionOptions) {
    this.#socket = socket;
    this.#peer = peer;
    this.#options = options;

    const keepAlive = setInterval(() => this.#keepAlive(), options.keepAliveIntervalMs);
    const lifetime = setTimeout(
      () => this.#close(CloseCode.GoingAway, 'Maximum lifetime reached'),
      options.maxLifetimeMs,
    );
    socket.on('pong', () => (this.#isAlive = true));
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('close', () => {
      clearInterval(keepAlive);
      clearTimeout(lifetime);
      this.#endAll();
    });
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#isAlive = true;
    const message = parseClientMessage(isBinary ? '' : textOf(data));
    if (!this.#acknowledged) {
      // AppSync ignores messages before connection_init.
      if (message.type === 'connection_init') this.#acknowledge();
      return;
    }
    switch (message.type) {
      case 'connection_init':
        return;
      case 'start':
        this.#start(message);
        return;
      case 'stop':
        this.#stop(message.id);
        return;
      case 'unsupported':
        this.#refuse(protocolErrors.unsupportedOperation);
        return;
      case 'malformed':
        this.#refuse(protocolErrors.badRequest(message.reason));
        return;
    }
  }

  #acknowledge(): void {
    this.#acknowledged = true;
    this.#send(serverMessages.connectionAck);
    this.#send(serverMessages.keepAlive);
  }

  #start({ id, payload }: StartMessage): void {
    const { maxSubscriptions } = this.#options;
    if (this.#subscriptions.has(id)) {
      this.#refuse(protocolErrors.duplicatedOperation(id), id);
      return;
    }
    if (this.#subscriptions.size >= maxSubscriptions) {
      this.#send(serverMessages.error(protocolErrors.maxSubscriptionsReached(maxSubscriptions), id));
      return;
    }
    const subscription = new ClientSubscription(id, (message) => this.#send(message));
    this.#subscriptions.set(id, subscription);
    void this.#subscribe(id, subscription, payload);
  }

  async #subscribe(id: string, subscription: ClientSubscription, payload: StartMessage['payload']): Promise<void> {
    const started = await this.#askEngine(subscription, payload);
    // The client may have stopped the subscription or disconnected in the meantime.
    const isActive = this.#subscriptions.get(id) === subscription;
    if ('errors' in started) {
      if (!isActive) return;
      this.#subscriptions.delete(id);
      this.#send(serverMessages.error(started.errors, id));
    } else if (isActive) {
      this.#send(serverMessages.startAck(id));
      subscription.acknowledge(() => started.unsubscribe());
    } else {
      started.unsubscribe();
    }
  }

  async #askEngine(
    subscription: ClientSubscription,
    { data, extensions }: StartMessage['payload'],
  ): ReturnType<GraphqlEngine['subscribe']> {
    const { engine, verify, log } = this.#options;
    try {
      const headers = lowerCaseNames(extensions?.authorization ?? {});
      const principal = authorizeStart(headers, this.#peer.host, data, verify);
      const request = parseGraphqlRequest(data);
      if (!request) return { errors: [protocolErrors.badRequest('Unable to parse GraphQL query.')] };
      return await engine.subscribe(request, { principal, sourceIp: this.#peer.sourceIp, headers }, subscription);
    } catch (error) {
      if (!(error instanceof SignatureError)) {
        log.error({ err: error }, 'The GraphQL engine failed to subscribe');
        return { errors: [protocolErrors.internalFailure] };
      }
      log.debug({ type: error.type, reason: error.message }, 'Refused a subscription');
      const isMissing =
        error.type === 'MissingAuthenticationTokenException' || error.type === 'IncompleteSignatureException';
      return { errors: [isMissing ? protocolErrors.authorizationMissing : protocolErrors.permissionDenied] };
    }
  }

  #stop(id: string): void {
    const subscription = this.#subscriptions.get(id);
    if (!subscription) {
      this.#refuse(protocolErrors.unknownOperation(id), id);
      return;
    }
    this.#subscriptions.delete(id);
    subscription.end();
    this.#send(serverMessages.complete(id));
  }

  #refuse(error: GraphqlError, id?: string): void {
    this.#send(serverMessages.error([error], id));
  }

  #keepAlive(): void {
    // A half-open connection accepts data but never responds.
    if (!this.#isAlive) {
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    this.#socket.ping();
    if (this.#acknowledged) this.#send(serverMessages.keepAlive);
  }

  #send(message: string | Buffer): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount > this.#options.maxBufferedBytes) {
      this.#close(CloseCode.TryAgainLater, 'Reads too slowly');
      return;
    }
    // AppSync's messages are text.
    this.#socket.send(message, { binary: false });
  }

  #close(code: number, reason: string): void {
    this.#options.log.debug({ code, reason }, 'Closing a real-time connection');
    this.#socket.close(code, reason);
    // Do not wait until the peer answers the close.
    this.#endAll();
  }

  #endAll(): void {
    for (const subscription of this.#subscriptions.values()) subscription.end();
    this.#subscriptions.clear();
  }
}
