/**
 * A process of subscribers that records when the last of them receives a message. It is the same for every server.
 *
 * Subscribers share the machine with the server, so they do as little as possible: once subscribed, they do not parse
 * messages but record arrivals on the TCP socket. Shorter frames (keep-alive and pings) are handled as usual.
 */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { answer, monotonicMs } from '../child';

export interface Subscription {
  /** Includes the headers that authorize the connection. */
  url: string;
  protocols: string[];
  /** Payload of the `start` message. Without it, a socket is subscribed once it is open. */
  start?: unknown;
}

export type Question =
  | { type: 'open'; server: string; count: number; subscription: Subscription }
  /** Starts waiting for the next message. Answered at once. */
  | { type: 'arm'; server: string }
  /** Answered when the last socket has received its message. */
  | { type: 'reached'; server: string }
  | { type: 'close' };

export interface Reached {
  /** When the last socket received it, on the machine's monotonic clock. */
  at: number;
  /** The message. */
  text: string;
}

/** Sockets that open at the same time. */
const openTogether = 32;
/** Longer than any keep-alive and shorter than any published message. */
const minMessageBytes = 64;
/** Of a frame with 126 to 65,535 bytes: RFC 6455, section 5.2. */
const frameHeaderBytes = 4;

class Receivers {
  readonly #sockets: WebSocket[] = [];
  #missing = new Set<Socket>();
  readonly #all = new Set<Socket>();
  #reached: Promise<Reached> | undefined;
  #isReached: (last: Reached) => void = () => undefined;

  async open(count: number, subscription: Subscription): Promise<void> {
    const opening = Array.from({ length: openTogether }, async () => {
      while (this.#sockets.length < count) await this.#openOne(subscription);
    });
    await Promise.all(opening);
  }

  arm(): void {
    this.#missing = new Set(this.#all);
    this.#reached = new Promise((resolve) => (this.#isReached = resolve));
  }

  async reached(): Promise<Reached> {
    if (!this.#reached) throw new Error('`arm` was not asked first.');
    return this.#reached;
  }

  close(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  async #openOne({ url, protocols, start }: Subscription): Promise<void> {
    const { hostname, port } = new URL(url);
    const tcp = connect({ host: hostname, port: Number(port), noDelay: true });
    const socket = new WebSocket(url, protocols, { perMessageDeflate: false, createConnection: () => tcp });
    this.#sockets.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', (code) => reject(new Error(`${hostname}:${port} closed a socket with ${code}.`)));
      socket.on('open', () => (start ? socket.send('{"type":"connection_init"}') : resolve()));
      socket.on('message', (data: Buffer) => {
        const { type, payload } = JSON.parse(data.toString()) as { type: string; payload?: unknown };
        if (type === 'connection_ack') socket.send(JSON.stringify({ id: randomUUID(), type: 'start', payload: start }));
        else if (type === 'start_ack') resolve();
        else if (type.endsWith('error')) reject(new Error(JSON.stringify(payload)));
      });
    });
    this.#noteArrivals(tcp);
  }

  #noteArrivals(tcp: Socket): void {
    const [read] = tcp.listeners('data') as ((chunk: Buffer) => void)[];
    if (!read) throw new Error('Nothing reads the socket.');
    tcp.off('data', read);
    this.#all.add(tcp);
    tcp.on('data', (chunk: Buffer) => {
      if (chunk.length < minMessageBytes) {
        read.call(tcp, chunk);
        return;
      }
      if (!this.#missing.delete(tcp) || this.#missing.size > 0) return;
      this.#isReached({ at: monotonicMs(), text: chunk.subarray(frameHeaderBytes).toString() });
    });
  }
}

const audiences = new Map<string, Receivers>();

answer<Question, Reached | null>(async (question) => {
  if (question.type === 'close') {
    for (const audience of audiences.values()) audience.close();
    audiences.clear();
    return null;
  }
  const audience = audiences.get(question.server) ?? new Receivers();
  audiences.set(question.server, audience);
  switch (question.type) {
    case 'open':
      return audience.open(question.count, question.subscription).then(() => null);
    case 'arm':
      return (audience.arm(), null);
    case 'reached':
      return audience.reached();
  }
});
