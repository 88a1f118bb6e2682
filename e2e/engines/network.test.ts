import { once } from 'node:events';
import { createServer, get, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Network } from './network';

let network: Network;
let app: Server;
let host: string;

beforeEach(async () => {
  network = await Network.start();
  app = createServer((incoming, response) => response.end(`${incoming.method} ${incoming.url}`));
  app.on('upgrade', (incoming: IncomingMessage, socket: Socket) => {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: ${incoming.headers.upgrade}\r\nconnection: Upgrade\r\n\r\n`,
    );
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  app.listen(0, 'localhost');
  await once(app, 'listening');
  host = `localhost:${(app.address() as AddressInfo).port}`;
});

afterEach(() => {
  network.close();
  app.close();
});

const viaProxy = (path: string, method = 'GET', headers = {}) =>
  request({ host: '127.0.0.1', port: network.port, path, method, headers, agent: false }).end();

async function answer(url: string): Promise<{ status: number | undefined; text: string }> {
  const [response] = (await once(viaProxy(url), 'response')) as [IncomingMessage];
  let text = '';
  for await (const part of response) text += String(part);
  return { status: response.statusCode, text };
}

/** Opens a WebSocket's connection, as Firefox and as WebKit do. */
const sockets = {
  tunnel: async () => {
    const [, socket] = (await once(viaProxy(host, 'CONNECT'), 'connect')) as [IncomingMessage, Socket];
    return socket;
  },
  upgrade: async () => {
    const headers = { connection: 'Upgrade', upgrade: 'websocket' };
    const [, socket] = (await once(viaProxy(`http://${host}/live`, 'GET', headers), 'upgrade')) as [
      IncomingMessage,
      Socket,
    ];
    return socket;
  },
};

describe('the network of an engine', () => {
  it('passes requests on', async () => {
    expect(await answer(`http://${host}/snapshot?x=1`)).toEqual({ status: 200, text: 'GET /snapshot?x=1' });
  });

  it.each(['tunnel', 'upgrade'] as const)(
    'cuts a %s when it goes down, refuses others, and comes back',
    async (kind) => {
      const socket = await sockets[kind]();
      if (kind === 'upgrade') {
        socket.write('hello');
        expect(String((await once(socket, 'data'))[0])).toBe('hello');
      }
      const closed = once(socket, 'close');
      network.goDown();
      await closed;
      await expect(answer(`http://${host}/`)).rejects.toThrow();
      network.comeBack();
      expect(await answer(`http://${host}/`)).toMatchObject({ status: 200 });
    },
  );

  it('refuses other machines', async () => {
    expect(await answer('http://evil.example/x.png')).toMatchObject({ status: 403 });
    const [response] = (await once(viaProxy('telemetry.example:443', 'CONNECT'), 'connect')) as [IncomingMessage];
    expect(response.statusCode).toBe(403);
  });

  it('closes the answer if the app does', async () => {
    app.closeAllConnections();
    app.removeAllListeners('request');
    app.on('request', (incoming) => incoming.socket.destroy());
    const outgoing = get({ host: '127.0.0.1', port: network.port, path: `http://${host}/`, agent: false });
    await expect(once(outgoing, 'response')).rejects.toThrow();
  });
});
