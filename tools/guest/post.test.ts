import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { keepAlivePost } from './post';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

it('keeps connections open', async () => {
  const ports = new Set<number | undefined>();
  const url = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    request.resume().on('end', () => response.end('{"data":{}}'));
  });
  const post = keepAlivePost();
  for (let call = 0; call < 3; call++)
    expect(await post(url, {}, '{}')).toEqual({ status: 200, errorType: undefined, json: { data: {} } });
  expect(ports.size).toBe(1);
});

it('retries on a connection that the server was closing', async () => {
  let calls = 0;
  const url = await serve((request, response) => {
    calls += 1;
    if (calls === 2) request.socket.resetAndDestroy();
    else request.resume().on('end', () => response.end('{}'));
  });
  const post = keepAlivePost();
  await post(url, {}, '{}');
  expect(await post(url, {}, '{}')).toMatchObject({ status: 200 });
  expect(calls).toBe(3);
});

it('returns the error type of AWS', async () => {
  const url = await serve((_, response) =>
    response.writeHead(400, { 'x-amzn-errortype': 'TooManyRequestsException:http://x' }).end('busy'),
  );
  expect(await keepAlivePost()(url, {}, '')).toEqual({
    status: 400,
    errorType: 'TooManyRequestsException',
    json: undefined,
  });
});

it('times out', async () => {
  const url = await serve(() => undefined);
  await expect(keepAlivePost({ timeoutMs: 20 })(url, {}, '')).rejects.toMatchObject({ code: 'Timeout' });
});

it('fails if nothing listens', async () => {
  const url = await serve(() => undefined);
  if (server) await once(server.close(), 'close');
  await expect(keepAlivePost()(url, {}, '')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
