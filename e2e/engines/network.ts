/**
 * The network between a browser and the app: an HTTP proxy that can fail. An engine has no other way to go offline. It
 * refuses other machines: Firefox asks for news of its own.
 */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export class Network {
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  #isDown = false;

  private constructor() {
    this.#server = createServer((incoming, response) => {
      const url = localUrl(incoming.url);
      if (url === null) {
        response.writeHead(403).end();
        return;
      }
      const { method, headers } = incoming;
      const outgoing = request(url, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
      });
      outgoing.on('error', () => response.destroy());
      response.on('close', () => outgoing.destroy());
      incoming.pipe(outgoing);
    });
    this.#server.on('connection', (socket: Socket) => this.#keep(socket));
    // WebSockets: Firefox asks for a tunnel, WebKit for an upgrade.
    this.#server.on('connect', (incoming: IncomingMessage, socket: Duplex) => {
      const url = localUrl(`http://${incoming.url ?? ''}`);
      if (url === null) socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      else this.#join(socket, url, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    });
    this.#server.on('upgrade', (incoming: IncomingMessage, socket: Duplex) => {
      const url = localUrl(incoming.url?.replace(/^ws:/, 'http:'));
      if (url === null) {
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      const lines = [`GET ${url.pathname}${url.search} HTTP/1.1`];
      for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
        lines.push(incoming.rawHeaders.slice(index, index + 2).join(': '));
      }
      this.#join(socket, url, (backend) => backend.write(`${lines.join('\r\n')}\r\n\r\n`));
    });
  }

  static async start(): Promise<Network> {
    const network = new Network();
    network.#server.listen(0, '127.0.0.1');
    await once(network.#server, 'listening');
    return network;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts every connection, and refuses new ones. */
  goDown(): void {
    this.#isDown = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  comeBack(): void {
    this.#isDown = false;
  }

  close(): void {
    this.goDown();
    this.#server.close();
  }

  #keep(socket: Duplex): void {
    if (this.#isDown) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #join(socket: Duplex, { hostname, port }: URL, onConnect: (backend: Socket) => void): void {
    const backend = connect(Number(port), hostname, () => {
      onConnect(backend);
      backend.pipe(socket).pipe(backend);
    });
    this.#keep(backend);
    backend.on('close', () => socket.destroy());
    socket.on('close', () => backend.destroy());
  }
}

function localUrl(text = ''): URL | null {
  const url = new URL(text);
  return url.hostname === 'localhost' ? url : null;
}
