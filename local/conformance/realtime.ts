/** A client of the real-time protocol on `ws` alone. Messages are returned in order and unchanged. */
import { WebSocket, type ClientOptions } from 'ws';
import { sign } from './signature';
import type { Target } from './target';

export interface Message {
  type: string;
  id?: string;
  payload?: unknown;
}

/** How long a message may take. It only has to detect that none comes. */
const messageTimeoutMs = 15_000;

export class RealtimeClient {
  readonly #socket: WebSocket;
  readonly #messages: Message[] = [];
  #wake: () => void = () => undefined;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#messages.push(JSON.parse(data.toString('utf8')) as Message);
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code) => {
        resolve(code);
        this.#wake();
      });
    });
  }

  /** @throws if the upgrade is refused */
  static async open(url: URL, protocols: string[], options: ClientOptions = {}): Promise<RealtimeClient> {
    const socket = new WebSocket(url, protocols, options);
    const client = new RealtimeClient(socket);
    await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return client;
  }

  /** The selected subprotocol. */
  get protocol(): string {
    return this.#socket.protocol;
  }

  /** Sends an object as JSON, or text and bytes unchanged. */
  send(message: object | string | Buffer): void {
    this.#socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  /** Returns the next message that is not `ka`. @throws if the socket closes or the message does not come in time */
  next(): Promise<Message> {
    return this.#take(({ type }) => type !== 'ka', messageTimeoutMs);
  }

  /** Waits for the next `ka`. */
  async keepAlive(withinMs: number): Promise<Message> {
    return this.#take(({ type }) => type === 'ka', withinMs);
  }

  /** Sends `connection_init` and returns the answer. */
  init(): Promise<Message> {
    this.send({ type: 'connection_init' });
    return this.next();
  }

  close(): Promise<number> {
    this.#socket.close();
    return this.closed;
  }

  async #take(isWanted: (message: Message) => boolean, withinMs: number): Promise<Message> {
    const giveUpAt = performance.now() + withinMs;
    for (;;) {
      const index = this.#messages.findIndex(isWanted);
      const [message] = index < 0 ? [] : this.#messages.splice(index, 1);
      if (message) return message;
      const leftMs = giveUpAt - performance.now();
      if (this.#socket.readyState === WebSocket.CLOSED) throw new Error('The server closed the connection.');
      if (leftMs <= 0) throw new Error(`No message came within ${withinMs} ms.`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

/** The signed headers of a connection: the URL has `/connect` appended, and the body is `{}`. */
export function connectHeaders({ graphqlUrl, region, credentials }: Target, signedAt?: Date): Record<string, string> {
  const url = new URL(`${graphqlUrl.href}/connect`);
  return sign({ url, body: '{}', region, credentials, ...(signedAt ? { signedAt } : {}) });
}

/** The subprotocols of a connection whose headers are in `Sec-WebSocket-Protocol`. */
export function protocolsWith(headers: Record<string, string>): string[] {
  return ['graphql-ws', `header-${Buffer.from(JSON.stringify(headers)).toString('base64url')}`];
}

/** Opens a connection and waits for its acknowledgment. */
export async function connect(target: Target): Promise<RealtimeClient> {
  const [url] = target.realtimeUrls;
  if (!url) throw new Error('The target has no real-time endpoint.');
  const client = await RealtimeClient.open(url, protocolsWith(connectHeaders(target)));
  const answer = await client.init();
  if (answer.type !== 'connection_ack') throw new Error(`Not acknowledged: ${JSON.stringify(answer)}`);
  return client;
}

/** @param data the serialized request, which is signed */
export function startMessage(target: Target, id: string, data: string, signedAt?: Date): Message {
  const { graphqlUrl: url, region, credentials } = target;
  const authorization = sign({ url, body: data, region, credentials, ...(signedAt ? { signedAt } : {}) });
  return { id, type: 'start', payload: { data, extensions: { authorization } } };
}
