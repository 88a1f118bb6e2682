/**
 * One real-time connection with all subscriptions of a screen, as described in AppSync's guide
 * (https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html). It reconnects with
 * backoff and jitter.
 */
import { LRUCache } from 'lru-cache';
import { WebSocket } from 'ws';
import { backoffMs } from '../../live/backoff';
import { fieldOf, type SubscriptionField, type SubscriptionId } from './documents';

export interface RealtimeHandlers {
  /** The published value; null if AppSync could not complete it. All guests of a process share the object. */
  data(field: SubscriptionField, value: unknown, bytes: number, id: SubscriptionId): void;
  /** All subscriptions are confirmed. @param connectMs - since the socket began to open */
  liveCount?(connectMs: number): void;
  /** The connection ended or could not be established. */
  lost?(reason: string, wasLive: boolean): void;
}

export interface RealtimeSocketOptions {
  url: string;
  /** Returns the subscriptions that a new connection starts with. */
  subscriptions: () => readonly SubscriptionId[];
  authorizeConnection: () => Promise<Record<string, string>>;
  startPayload: (id: SubscriptionId) => Promise<{ data: string; extensions: unknown }>;
  handlers: RealtimeHandlers;
  random: () => number;
}

const retries = { baseMs: 1000, capMs: 30_000 };

/** After a connection that lasted this long, the backoff starts again. */
const stableAfterMs = 60_000;

/** Timeout for the connection and for each confirmation, as in `aws-amplify`. */
const answerTimeoutMs = 15_000;

export class RealtimeSocket {
  #socket: WebSocket | undefined;
  #silence: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #pending = new Set<string>();
  /** The connection, once it accepts subscriptions. */
  #open: OpenConnection | undefined;
  #openedAt = 0;
  #liveAt: number | undefined;
  #failures = 0;
  #isClosed = false;

  constructor(private readonly options: RealtimeSocketOptions) {
    void this.#connect();
  }

  get isLive(): boolean {
    return this.#liveAt !== undefined;
  }

  /** Adds a subscription to the connection. Until it is open, it is one of those that it starts with. */
  start(id: SubscriptionId): void {
    if (this.#open) this.#start(id, this.#open);
  }

  /** Ends a subscription. */
  stop(id: SubscriptionId): void {
    this.#open?.socket.send(JSON.stringify({ id, type: 'stop' }));
  }

  /** Closes the connection. Handlers are no longer called. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    this.#socket?.close();
  }

  async #connect(): Promise<void> {
    const { url, authorizeConnection } = this.options;
    this.#openedAt = performance.now();
    let headers: Record<string, string>;
    try {
      headers = await authorizeConnection();
    } catch (error) {
      this.#lose(reasonOf(error));
      return;
    }
    if (this.#isClosed) return;
    const header = `header-${Buffer.from(JSON.stringify(headers)).toString('base64url')}`;
    const socket = new WebSocket(url, ['graphql-ws', header], {
      perMessageDeflate: false,
      handshakeTimeout: answerTimeoutMs,
    });
    this.#socket = socket;
    // The reason for closing. The first one causes the others.
    let reason: string | undefined;
    const fail = (why: string) => {
      reason ??= why;
      socket.terminate();
    };
    this.#silence = setTimeout(() => fail('Silence'), answerTimeoutMs);
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data: Buffer) => this.#receive(socket, data, fail));
    socket.on('error', (error) => (reason ??= 'code' in error ? String(error.code) : error.message));
    socket.on('close', (code) => {
      if (socket === this.#socket) this.#lose(reason ?? `Closed with ${code}`);
    });
  }

  #receive(socket: WebSocket, data: Buffer, fail: (reason: string) => void): void {
    // A closed socket receives no more, even if the server does not know yet.
    if (this.#isClosed) return;
    const { type, id, payload } = parseFrame(data);
    this.#silence?.refresh();
    switch (type) {
      case 'data': {
        const value = payload?.data;
        if (!value || id === undefined) return;
        const subscription = id as SubscriptionId;
        const field = fieldOf(subscription);
        this.options.handlers.data(field, value[field], data.length, subscription);
        return;
      }
      case 'connection_ack': {
        this.#acknowledged({ socket, fail }, payload?.connectionTimeoutMs ?? 0);
        return;
      }
      case 'start_ack': {
        this.#confirmed(id ?? '');
        return;
      }
      case 'error':
      case 'connection_error': {
        fail(errorTypeIn(payload?.errors));
        return;
      }
    }
  }

  #acknowledged(open: OpenConnection, connectionTimeoutMs: number): void {
    const { socket, fail } = open;
    this.#open = open;
    const ids = this.options.subscriptions();
    this.#pending = new Set(ids);
    // Until all subscriptions are confirmed, the timeout is shorter.
    clearTimeout(this.#silence);
    const confirmation = setTimeout(
      () => this.#pending.size > 0 && socket === this.#socket && fail('NoConfirmation'),
      answerTimeoutMs,
    );
    socket.once('close', () => clearTimeout(confirmation));
    this.#silence = setTimeout(() => fail('Silence'), connectionTimeoutMs);
    for (const id of ids) this.#start(id, open);
  }

  #start(id: SubscriptionId, { socket, fail }: OpenConnection): void {
    this.options.startPayload(id).then(
      (payload) => {
        // Ids belong to a connection. With the same ids, all guests receive the same bytes.
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ id, type: 'start', payload }));
      },
      (error: unknown) => fail(reasonOf(error)),
    );
  }

  #confirmed(id: string): void {
    if (!this.#pending.delete(id) || this.#pending.size > 0) return;
    this.#liveAt = performance.now();
    this.options.handlers.liveCount?.(this.#liveAt - this.#openedAt);
  }

  #lose(reason: string): void {
    clearTimeout(this.#silence);
    this.#open = undefined;
    if (this.#isClosed) return;
    const wasLive = this.#liveAt !== undefined;
    const wasStable = this.#liveAt !== undefined && performance.now() - this.#liveAt > stableAfterMs;
    this.#liveAt = undefined;
    this.#failures = wasStable ? 1 : this.#failures + 1;
    this.#retry = setTimeout(() => void this.#connect(), backoffMs(this.#failures, retries, this.options.random()));
    this.options.handlers.lost?.(reason, wasLive);
  }
}

interface OpenConnection {
  socket: WebSocket;
  fail: (reason: string) => void;
}

interface Frame {
  type?: string;
  id?: string;
  payload?: { data?: Record<string, unknown> | null; connectionTimeoutMs?: number; errors?: unknown };
}

/** Parsed messages. All guests of a process receive the same text, which is parsed once. */
const known = new LRUCache<string, Frame>({ max: 16 });

function parseFrame(data: Buffer): Frame {
  const text = data.toString();
  let frame = known.get(text);
  if (!frame) {
    frame = JSON.parse(text) as Frame;
    known.set(text, frame);
  }
  return frame;
}

/** Returns why a guest got no credentials. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'NoCredentials';
  if ('type' in error) return String(error.type);
  return 'code' in error ? String(error.code) : error.name;
}

/** AppSync sends an object instead of a list for some errors. */
function errorTypeIn(errors: unknown): string {
  const [first] = (Array.isArray(errors) ? errors : [errors]) as (
    { errorType?: string; message?: string } | undefined
  )[];
  return first?.errorType ?? first?.message ?? 'Unknown';
}
