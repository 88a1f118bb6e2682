/** A proxy in front of a local HTTP server that injects network faults into requests and sockets. */
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProxiedRequest {
  headers: IncomingMessage['headers'];
  body: string;
}

export type InterceptAction =
  | 'pass'
  /** Breaks the connection before the server receives the request. */
  | 'loseRequest'
  /** Breaks the connection after the server has handled the request. */
  | 'loseAnswer'
  /** Sends the request twice and returns the second answer. */
  | 'duplicate'
  | { delayRequestMs: number }
  | { delayAnswerMs: number }
  | { answer: { status: number; type: string; body: unknown } };

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export class FaultProxy {
  /** Decides the fault for a request. */
  intercept: (exchange: ProxiedRequest) => InterceptAction = () => 'pass';
  /** The number of requests and sockets with an injected fault. */
  injected = 0;
  /** The number of answers that the server has given and that are delayed now. */
  delayedAnswers = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #targetPort: number;

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) =>
      this.#tunnel(request, socket, head),
    );
  }

  /** Listens on the loopback address, on a port that the system chooses. */
  static async open(targetPort: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetPort);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Breaks every WebSocket. */
  dropSockets(): void {
    this.injected += this.#sockets.size;
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const action = this.intercept({ headers: request.headers, body: body.toString() });
      if (action !== 'pass') this.injected += 1;
      const send = () => this.#forward(request, body);

      if (action === 'loseRequest') return void response.destroy();
      if (typeof action === 'object' && 'answer' in action) {
        const { status, type, body: content } = action.answer;
        return void response.writeHead(status, { 'content-type': type }).end(JSON.stringify(content));
      }
      if (typeof action === 'object' && 'delayRequestMs' in action) await sleep(action.delayRequestMs);
      if (action === 'duplicate') await send();
      const answer = await send();
      if (typeof action === 'object' && 'delayAnswerMs' in action) {
        this.delayedAnswers += 1;
        await sleep(action.delayAnswerMs);
        this.delayedAnswers -= 1;
      }
      if (action === 'loseAnswer') return void response.destroy();
      response.writeHead(answer.status, answer.headers).end(answer.body);
    } catch {
      // The server does not run, for example during a restart. The client sees a broken connection.
      response.destroy();
    }
  }

  #forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = forward(
        { host: '127.0.0.1', port: this.#targetPort, method, path: url, headers, agent: false },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () =>
            resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers, body: Buffer.concat(chunks) }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  #tunnel({ method, url, rawHeaders }: IncomingMessage, socket: Socket, head: Buffer): void {
    const server = connect(this.#targetPort, '127.0.0.1', () => {
      const names = rawHeaders.filter((_, index) => index % 2 === 0);
      const lines = names.map((name, index) => `${name}: ${rawHeaders[2 * index + 1]}`);
      server.write(`${method} ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      server.write(head);
      server.pipe(socket).pipe(server);
    });
    this.#sockets.add(socket);
    const end = () => {
      this.#sockets.delete(socket);
      socket.destroy();
      server.destroy();
    };
    for (const side of [socket, server]) side.on('error', end).on('close', end);
  }
}
