/** Sockets that occupy the server: half-open ones, slow readers, and large selections. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { TestClient } from 'amplify-local/testing';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Guest } from './guest';
import { maxSubscriptions, onMessage, onScores } from './subscriptions';
import { setUpTarget } from './target';

const target = setUpTarget();

/** Checks that the socket still works. */
async function expectAlive(client: TestClient, guest: Guest = target.guest) {
  client.send(await guest.startMessage('alive', onMessage));
  expect(await client.next()).toEqual({ type: 'start_ack', id: 'alive' });
  client.socket.terminate();
}

/** Publishes scores as the tally does. */
async function publish(count: number, roundId: string): Promise<void> {
  const tally = target.clientFor(target.functionRole('tally'));
  const query =
    'mutation P($scores: ScoresInput!) { publishScores(scores: $scores) ' +
    '{ scores { roundId love like meh unknown hate voters } leaders { category } } }';
  for (let index = 0; index < count; index++) {
    const scores = { roundId, love: index, like: 0, meh: 0, unknown: 0, hate: 0, voters: 0 };
    expect((await tally.call(query, { scores })).errors).toBeUndefined();
  }
}

describe('sockets that occupy the server', () => {
  const served = async () => {
    const { data } = await (await target.newGuest()).call('{ snapshot { serverTime } }');
    expect(data).toMatchObject({ snapshot: { serverTime: expect.any(Number) as number } });
  };

  it('200 that never finish their request', async () => {
    const sockets = Array.from({ length: 200 }, () => connect(target.port, '127.0.0.1').on('error', () => undefined));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const [index, socket] of sockets.entries()) {
      socket.write(
        index % 2 === 0
          ? 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{"query":'
          : 'GET /graphql/realtime HTTP/1.1\r\nHost: x\r\nUpgr',
      );
    }
    target.countAttacks(199);
    await served();
    for (const socket of sockets) socket.destroy();
    await served();
  });

  it('200 that connect and never send connection_init', async () => {
    const protocols = await target.guest.protocols();
    const clients = await Promise.all(Array.from({ length: 200 }, () => target.guest.openSocket(protocols)));
    target.countAttacks(199);
    await served();
    for (const { socket } of clients) socket.terminate();
  });

  it('200 that break in the middle of a frame', async () => {
    const protocols = await target.guest.protocols();
    const clients = await Promise.all(Array.from({ length: 200 }, () => target.guest.openSocket(protocols)));
    const half = Buffer.from([0x81, 0xfe, 0x10]);
    for (const { socket } of clients) {
      const wire = (socket as unknown as { _socket: Socket })._socket;
      wire.write(half);
      wire.destroy();
    }
    target.countAttacks(199);
    await served();
  });

  it('a subscriber that never reads: it is disconnected, and others receive everything', async () => {
    target.allowChanges();
    const slow = await target.guest.connect();
    const starts = await Promise.all(
      Array.from({ length: maxSubscriptions }, (_, index) => target.guest.startMessage(`slow-${index}`, onScores)),
    );
    for (const start of starts) slow.send(start);
    for (let index = 0; index < maxSubscriptions; index++) expect((await slow.next()).type).toBe('start_ack');
    (slow.socket as unknown as { _socket: Socket })._socket.pause();

    // 200 subscriptions, 25 kB each time: 5 MB per publication. The server keeps at most one.
    const publications = 20;
    const before = process.memoryUsage().arrayBuffers;
    const roundId = 'x'.repeat(25_000);
    await publish(publications, roundId);
    const kept = process.memoryUsage().arrayBuffers - before;
    const heard = (await target.takeReceivedUpdates()).filter(
      ({ onScores: update }) => (update?.scores as { roundId?: string } | undefined)?.roundId === roundId,
    );
    expect(heard.map(({ onScores: update }) => (update?.scores as { love?: number }).love)).toEqual(
      Array.from({ length: publications }, (_, index) => index),
    );
    // The flood is 100 MB. The limit per connection is 1 MB, but a publication is never sent in part.
    expect(kept).toBeLessThan(50 * 1024 * 1024);

    (slow.socket as unknown as { _socket: Socket })._socket.resume();
    expect([1006, 1013]).toContain((await slow.closed).code);
    expect(slow.received.filter(({ type }) => type === 'data').length).toBeLessThan(publications * maxSubscriptions);
  });

  const ping = Buffer.concat([Buffer.from([0x89, 0xfd, 0, 0, 0, 0]), Buffer.alloc(125)]);
  const nonsense = Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x7b, 0x7d]);
  it.each([
    ['pings', ping],
    ['sends nonsense', nonsense],
  ])('a client that %s and does not read the answers: it is disconnected', async (_, frame) => {
    const client = await target.guest.connect();
    const wire = (client.socket as unknown as { _socket: Socket })._socket;
    const closed = new Promise((resolve) => wire.once('close', resolve));
    wire.on('error', () => undefined);
    wire.pause();
    const frames = Buffer.concat(Array.from({ length: 2000 }, () => frame));
    for (let batch = 0; batch < 200 && !wire.destroyed; batch++) {
      await new Promise<void>((resolve) => wire.write(frames, () => resolve()));
    }
    await served();
    wire.resume();
    await closed;
  });

  it('2,000 starts with wrong signatures: all are refused, others are served', async () => {
    const client = await target.guest.connect();
    const start = await target.guest.startMessage('wrong', onMessage, { region: 'eu-west-1' });
    for (let index = 0; index < 2000; index++) client.send({ ...start, id: `wrong-${index}` });
    await served();
    for (let index = 0; index < 2000; index++) {
      const answer = await client.next();
      expect(answer.type).toBe('error');
    }
    target.countAttacks(1999);
    await expectAlive(client);
  });

  it('a client that offers compression: the server does not accept it', async () => {
    const protocols = await target.guest.protocols();
    const socket = new WebSocket(`ws://${target.guest.host}/graphql/realtime`, protocols, {
      perMessageDeflate: { threshold: 0 },
    });
    await once(socket, 'open');
    expect(socket.extensions).toBe('');
    socket.terminate();
  });

  it('a subscriber whose messages exceed the frame limit: it receives nothing, others are unaffected', async () => {
    target.allowChanges();
    const greedy = await target.guest.connect();
    const names = Array.from({ length: 600 }, (_, index) => `a${index}: text`).join(' ');
    greedy.send(await target.guest.startMessage('greedy', { query: `subscription { onMessage { ${names} } }` }));
    expect((await greedy.next()).type).toBe('start_ack');
    const text = '🎬'.repeat(140);
    await (
      await target.newGuest()
    ).call(
      'mutation M($text: String!) { sendMessage(nickname: "Ada", text: $text) { id nickname text sender sentAt } }',
      { text },
    );
    expect(await target.takeReceivedUpdates()).toMatchObject([{ onMessage: { text } }]);
    greedy.send({ type: 'stop', id: 'greedy' });
    expect((await greedy.next()).type).toBe('complete');
    greedy.socket.terminate();
  });

  it('200 large and different subscriptions: others still receive messages', async () => {
    target.allowChanges();
    const greedy = await target.guest.connect();
    const starts = await Promise.all(
      Array.from({ length: maxSubscriptions }, (_, index) => {
        const names = Array.from({ length: 1000 }, (_, field) => `a${index}x${field}: id`).join(' ');
        return target.guest.startMessage(`greedy-${index}`, { query: `subscription { onMessage { ${names} } }` });
      }),
    );
    for (const start of starts) greedy.send(start);
    for (let index = 0; index < maxSubscriptions; index++) expect((await greedy.next()).type).toBe('start_ack');
    (greedy.socket as unknown as { _socket: Socket })._socket.pause();

    const guest = await target.newGuest();
    await guest.call('mutation { sendMessage(nickname: "Ada", text: "in time") { id nickname text sender sentAt } }');
    expect(await target.takeReceivedUpdates()).toMatchObject([{ onMessage: { text: 'in time' } }]);
    await served();
    greedy.socket.terminate();
  });

  it('a guest who connects and leaves 300 times', async () => {
    const protocols = await target.guest.protocols();
    const url = `ws://${target.guest.host}/graphql/realtime`;
    await Promise.all(
      Array.from({ length: 300 }, async () => {
        const socket = new WebSocket(url, protocols);
        await once(socket, 'open');
        socket.terminate();
      }),
    );
    target.countAttacks(299);
    await vi.waitFor(served);
  });
});
