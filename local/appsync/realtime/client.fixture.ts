/** A client of the real-time protocol that returns messages in order. */
import { WebSocket, type ClientOptions } from 'ws';
import { signRequest, type SigningOptions } from '../guest.fixture';
import { textOf } from './message-text';

export interface ServerMessage {
  type: string;
  id?: string;
  payload?: unknown;
}

export interface TestClient {
  socket: WebSocket;
  /** Sends an object as JSON, or a string unchanged. */
  send(message: unknown): void;
  /** Returns the next message except `ka`. Rejects once the socket is closed and all messages were returned. */
  next(): Promise<ServerMessage>;
  /** All messages so far, including `ka`. */
  received: ServerMessage[];
  closed: Promise<{ code: number; reason: string }>;
}

/** Opens a socket. The server may still refuse the connection with a message. */
export async function openSocket(url: string, protocols: string[], options: ClientOptions = {}): Promise<TestClient> {
  const socket = new WebSocket(url, protocols, options);
  const received: ServerMessage[] = [];
  const waiting: ServerMessage[] = [];
  const takers: { resolve: (message: ServerMessage) => void; reject: (error: Error) => void }[] = [];

  socket.on('message', (data) => {
    const message = JSON.parse(textOf(data)) as ServerMessage;
    received.push(message);
    if (message.type === 'ka') return;
    const taker = takers.shift();
    if (taker) taker.resolve(message);
    else waiting.push(message);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      takers.forEach(({ reject }) => reject(new Error(`Closed with ${code}`)));
      resolve({ code, reason: String(reason) });
    });
  });
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));

  return {
    socket,
    received,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: () => {
      const message = waiting.shift();
      return message ? Promise.resolve(message) : new Promise((resolve, reject) => takers.push({ resolve, reject }));
    },
  };
}

/** The subprotocols that the Amplify client offers. */
export async function authorizedProtocols(host: string, signing?: SigningOptions): Promise<string[]> {
  const headers = await signRequest(host, '/graphql/connect', '{}', signing);
  return ['graphql-ws', `header-${Buffer.from(JSON.stringify(headers)).toString('base64url')}`];
}

/** A start message, signed as the Amplify client signs it. */
export async function startMessage(host: string, id: string, request: unknown, signing?: SigningOptions) {
  const data = typeof request === 'string' ? request : JSON.stringify(request);
  const authorization = { ...(await signRequest(host, '/graphql', data, signing)), 'X-Custom': 'value' };
  return { id, type: 'start', payload: { data, extensions: { authorization } } };
}
