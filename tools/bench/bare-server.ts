/** The server to compare with: a broadcast as in the documentation of `ws`. Sends the body of a POST to every socket. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';
import { answer } from './child';

export interface Started {
  port: number;
}

const sockets = new WebSocketServer({ noServer: true });
const server = createServer((request, response) => {
  void buffer(request).then((body) => {
    for (const socket of sockets.clients) socket.send(body, { binary: false });
    response.end('{}');
  });
});
server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, () => undefined));

answer<object, Started>(
  () =>
    new Promise((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve({ port: (server.address() as AddressInfo).port })),
    ),
);
