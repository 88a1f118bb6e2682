/** Misusing the WebSocket: floods, silence, half-open sockets, readers that do not read, and frames that are no messages. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { TestClient } from '../local/appsync/realtime/client.fixture';
import type { Guest } from './guest';
import { rootFields, selectionOf } from './schema';
import { underAttack } from './target';

const target = underAttack();

/** "Subscriptions per connection" in the AppSync quotas. */
const maxSubscriptions = 200;
const maxFrameBytes = 240 * 1024;

const onMessage = { query: 'subscription { onMessage { id nickname text sender sentAt } }' };
const onScores = { query: `subscription { onScores ${selectionOf(rootFields.find(({ field }) => field.name === 'onScores')?.field.type as never)} }` };

async function expectError(client: TestClient, errorType: string, message?: string | RegExp) {
  const answer = await client.next();
  expect(answer.type).toBe('error');
  const { errors } = answer.payload as { errors: unknown };
  const expected = { errorType, ...(message && { message: typeof message === 'string' ? message : expect.stringMatching(message) }) };
  expect([errors].flat()[0]).toMatchObject(expected);
}

/** The socket still does what it is for. */
async function expectAlive(client: TestClient, guest: Guest = target.guest) {
  client.send(await guest.start('alive', onMessage));
  expect(await client.next()).toEqual({ type: 'start_ack', id: 'alive' });
  client.socket.terminate();
}

/** Publishes scores as the tally does, with as many leaders as asked for. */
async function publish(count: number, leaders = 1): Promise<void> {
  const tally = target.bearer(target.functionRole('tally'));
  const query =
    'mutation P($scores: ScoresInput!, $leaders: [LeaderboardEntryInput!]!) { publishScores(scores: $scores, leaders: $leaders) ' +
    '{ scores { roundId love like meh unknown hate voters } leaders { category votes title poster } } }';
  const list = Array.from({ length: leaders }, () => ({ category: 'love', votes: 1, title: 'x'.repeat(100), poster: '/p.svg' }));
  for (let index = 0; index < count; index++) {
    const scores = { roundId: 'load', love: index, like: 0, meh: 0, unknown: 0, hate: 0, voters: 0 };
    expect((await tally.call(query, { scores, leaders: list })).errors).toBeUndefined();
  }
}

describe('a guest subscribes', () => {
  it('250 times in one connection: the last fifty are refused, the first 200 hear', async () => {
    const client = await target.guest.connect();
    const starts = await Promise.all(Array.from({ length: 250 }, (_, index) => target.guest.start(`flood-${index}`, onMessage)));
    for (const start of starts) client.send(start);
    const answers = [];
    for (let index = 0; index < starts.length; index++) answers.push(await client.next());
    target.tried(49);
    expect(answers.filter(({ type }) => type === 'start_ack')).toHaveLength(maxSubscriptions);
    const refused = answers.filter(({ type }) => type === 'error');
    expect(refused).toHaveLength(50);
    expect(refused[0]).toMatchObject({
      payload: { errors: { errorType: 'MaxSubscriptionsReachedError', message: `Max number of ${maxSubscriptions} subscriptions reached` } },
    });
    client.socket.terminate();
  });

  it('and stops a thousand times: nothing is left behind', async () => {
    const client = await target.guest.connect();
    const start = await target.guest.start('again', onMessage);
    const turns = 1000;
    for (let turn = 0; turn < turns; turn++) {
      client.send(start);
      expect((await client.next()).type).toBe('start_ack');
      client.send({ type: 'stop', id: 'again' });
      expect((await client.next()).type).toBe('complete');
    }
    target.tried(turns - 1);
    await expectAlive(client);
  });

  it('with an id that is taken', async () => {
    const client = await target.guest.connect();
    client.send(await target.guest.start('one', onMessage));
    expect(await client.next()).toEqual({ type: 'start_ack', id: 'one' });
    client.send(await target.guest.start('one', onScores));
    await expectError(client, 'DuplicatedOperationError', 'Duplicated operation with id one');
    await expectAlive(client);
  });

  it('with one id a hundred times at once: it is one subscription', async () => {
    target.allowsChange();
    const client = await target.guest.connect();
    const start = await target.guest.start('one', onMessage);
    for (let index = 0; index < 100; index++) client.send(start);
    const answers = [];
    for (let index = 0; index < 100; index++) answers.push((await client.next()).type);
    expect(answers.toSorted()).toEqual([...Array.from({ length: 99 }, () => 'error'), 'start_ack']);
    await (await target.newGuest()).call('mutation { sendMessage(nickname: "Ada", text: "once") { id nickname text sender sentAt } }');
    client.send({ type: 'stop', id: 'one' });
    const after = [await client.next(), await client.next()];
    expect(after.map(({ type }) => type)).toEqual(['data', 'complete']);
    target.tried(99);
    client.socket.terminate();
  });

  it('and sends before connection_init: it is not heard, and the socket hears nothing', async () => {
    const client = await target.guest.open();
    client.send(await target.guest.start('early', onMessage));
    client.send({ type: 'stop', id: 'early' });
    client.send({ type: 'connection_init' });
    expect((await client.next()).type).toBe('connection_ack');
    client.send({ type: 'stop', id: 'early' });
    await expectError(client, 'UnknownOperationError');
    await expectAlive(client);
  });

  it('after sending connection_init a hundred times: it is answered once', async () => {
    const client = await target.guest.connect();
    for (let index = 0; index < 100; index++) client.send({ type: 'connection_init', payload: { evil: index } });
    await expectAlive(client);
    expect(client.received.filter(({ type }) => type === 'connection_ack')).toHaveLength(1);
  });

  it('to what somebody else has subscribed, to end it', async () => {
    const client = await target.guest.connect();
    for (const id of ['onRound', 'onScores', 'onMessage']) {
      client.send({ type: 'stop', id });
      await expectError(client, 'UnknownOperationError');
    }
    target.allowsChange();
    await (await target.newGuest()).call('mutation { sendMessage(nickname: "Ada", text: "still here") { id nickname text sender sentAt } }');
    expect(await target.heard()).toMatchObject([{ onMessage: { text: 'still here' } }]);
    client.socket.terminate();
  });

  it.each<[string, string, string]>([
    ['to two fields', 'subscription { onMessage { id } onRound { roundId } }', 'exactly one field'],
    ['to the same field under two names', 'subscription { a: onMessage { id } b: onMessage { id } }', 'exactly one field'],
    ['to no field', 'subscription { __typename }', ''],
    ['to a field with an argument that it lacks', 'subscription { onMessage(sender: "x") { id } }', 'UnknownArgument'],
    ['to nothing that can be read', 'subscription {', 'Unable to parse'],
    ['to a query', '{ snapshot { serverTime } }', 'query not supported through the realtime channel'],
    ['to a circle of fragments', 'subscription { ...A } fragment A on Subscription { ...A }', 'Validation error'],
    ['to something deep', `subscription ${'{a'.repeat(2000)}${'}'.repeat(2000)}`, ''],
    ['to more tokens than are allowed', `subscription { onMessage { ${'id '.repeat(16_000)} } }`, 'tokens'],
  ])('%s', async (_, query, message) => {
    const client = await target.guest.connect();
    client.send(await target.guest.start('odd', { query }));
    const answer = await client.next();
    expect(answer).toMatchObject({ type: 'error', id: 'odd' });
    expect(JSON.stringify(answer)).toContain(message);
    expect(JSON.stringify(answer)).not.toContain('InternalFailure');
    await expectAlive(client);
  });

  it.each<[string, string]>([
    ['nest 110,000 lists', `{"a":${'['.repeat(110_000)}${']'.repeat(110_000)}}`],
    ['nest 20,000 objects', `{"a":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`],
    ['are a list', '[]'],
    ['are text', '"x"'],
  ])('with variables that %s', async (_, variables) => {
    const client = await target.guest.connect();
    client.send(await target.guest.start('odd', `{"query":${JSON.stringify(onMessage.query)},"variables":${variables}}`));
    const answer = await client.next();
    expect(JSON.stringify(answer)).not.toContain('InternalFailure');
    await expectAlive(client);
  });
});

describe('a guest sends, in place of a message,', () => {
  it.each<[string, string | Buffer, string]>([
    ['nothing', '', 'BadRequestException'],
    ['text', 'hello', 'BadRequestException'],
    ['half of JSON', '{"type":"start"', 'BadRequestException'],
    ['null', 'null', 'BadRequestException'],
    ['a number', '1', 'BadRequestException'],
    ['a list', '[{"type":"connection_init"}]', 'UnsupportedOperation'],
    ['an object without a type', '{}', 'UnsupportedOperation'],
    ['a type that is an object', '{"type":{"type":"start"}}', 'UnsupportedOperation'],
    ['a type that there is not', '{"type":"shutdown"}', 'UnsupportedOperation'],
    ['a type of the server', '{"type":"data","id":"onMessage","payload":{"data":{"onMessage":{"text":"forged"}}}}', 'UnsupportedOperation'],
    ['a type of the newer protocol', '{"type":"subscribe","id":"1","payload":{"query":"{ __typename }"}}', 'UnsupportedOperation'],
    ['a type that every object has', '{"type":"constructor"}', 'UnsupportedOperation'],
    ['a type of AppSync Events', '{"type":"publish","channel":"/default","events":["{}"]}', 'UnsupportedOperation'],
    ['a start without an id', '{"type":"start","payload":{"data":"{}"}}', 'BadRequestException'],
    ['a start with a number for an id', '{"type":"start","id":1,"payload":{"data":"{}"}}', 'BadRequestException'],
    ['a start with an id of 100 kB', `{"type":"start","id":"${'x'.repeat(100_000)}","payload":{"data":"{}"}}`, 'BadRequestException'],
    ['a start without a payload', '{"type":"start","id":"1"}', 'BadRequestException'],
    ['a start whose data is an object', '{"type":"start","id":"1","payload":{"data":{"query":"x"}}}', 'BadRequestException'],
    ['a start whose authorization is a list', '{"type":"start","id":"1","payload":{"data":"{}","extensions":{"authorization":["x"]}}}', 'BadRequestException'],
    ['a stop without an id', '{"type":"stop"}', 'BadRequestException'],
    ['a stop with an id of objects', '{"type":"stop","id":{"$ne":null}}', 'BadRequestException'],
    ['100,000 lists in each other', '['.repeat(100_000), 'BadRequestException'],
    ['a binary frame', Buffer.from('{"type":"connection_init"}'), 'BadRequestException'],
    ['a binary frame of zeroes', Buffer.alloc(1000), 'BadRequestException'],
  ])('%s', async (_, message, errorType) => {
    const client = await target.guest.connect();
    client.socket.send(message);
    await expectError(client, errorType);
    await expectAlive(client);
  });

  it.each<[string, string | Buffer]>([
    ['a frame over the limit', 'x'.repeat(maxFrameBytes + 1)],
    ['a binary frame over the limit', Buffer.alloc(maxFrameBytes + 1)],
    ['a frame of 20 MB', Buffer.alloc(20 * 1024 * 1024)],
  ])('%s: the socket is closed', async (_, message) => {
    const client = await target.guest.connect();
    client.socket.on('error', () => undefined);
    client.socket.send(message);
    expect([1006, 1009]).toContain((await client.closed).code);
  });
});

describe('bytes on the wire', () => {
  /** Opens a socket by hand. @returns it after the handshake, with all that comes from the server. */
  async function upgraded(): Promise<{ socket: Socket; closed: Promise<unknown> }> {
    const socket = connect(target.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const protocols = (await target.guest.protocols()).join(', ');
    socket.write(
      `GET /graphql/realtime HTTP/1.1\r\nHost: ${target.guest.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Protocol: ${protocols}\r\n\r\n`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 101 /);
    socket.resume();
    return { socket, closed: once(socket, 'close') };
  }

  /** A frame as a client must mask it. */
  function frame(opcode: number, payload: Buffer, { isMasked = true, isFinal = true, length = payload.length } = {}): Buffer {
    const head = Buffer.from([(isFinal ? 0x80 : 0) | opcode, (isMasked ? 0x80 : 0) | (length < 126 ? length : 126)]);
    const extended = length < 126 ? Buffer.alloc(0) : Buffer.from([length >> 8, length & 0xff]);
    return Buffer.concat([head, extended, isMasked ? Buffer.alloc(4) : Buffer.alloc(0), payload]);
  }

  const huge = Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
  it.each<[string, Buffer]>([
    ['a text frame of invalid UTF-8', frame(1, Buffer.from([0xff, 0xfe, 0xc0, 0x80]))],
    ['a text frame with half of a character', frame(1, Buffer.from([0xf0, 0x9f]))],
    ['a text frame with an overlong character', frame(1, Buffer.from([0xc0, 0xaf]))],
    ['a text frame with a surrogate', frame(1, Buffer.from([0xed, 0xa0, 0x80]))],
    ['a frame without a mask', frame(1, Buffer.from('{}'), { isMasked: false })],
    ['a frame of a kind that is reserved', frame(3, Buffer.from('{}'))],
    ['a control frame of a kind that is reserved', frame(11, Buffer.alloc(0))],
    ['a frame with reserved bits', Buffer.concat([Buffer.from([0xf1, 0x82, 0, 0, 0, 0]), Buffer.from('{}')])],
    ['a frame of eight exabytes, as it says', huge],
    ['a ping longer than a control frame may be', frame(9, Buffer.alloc(126))],
    ['a ping in pieces', frame(9, Buffer.from('x'), { isFinal: false })],
    ['a continuation of nothing', frame(0, Buffer.from('x'))],
    ['a new message inside another', Buffer.concat([frame(1, Buffer.from('{'), { isFinal: false }), frame(1, Buffer.from('}'))])],
    ['a close with half of a code', frame(8, Buffer.from([3]))],
    ['a close with a code that there is not', frame(8, Buffer.from([0, 1]))],
    ['HTTP in place of a frame', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ])('%s: the socket is closed', async (_, bytes) => {
    const { socket, closed } = await upgraded();
    socket.write(bytes);
    await closed;
  });

  it('300 pieces that never make a message', async () => {
    const { socket, closed } = await upgraded();
    const piece = frame(0, Buffer.alloc(1000), { isFinal: false });
    socket.write(frame(1, Buffer.alloc(1000), { isFinal: false }));
    for (let index = 0; index < 300; index++) socket.write(piece);
    await closed;
  });

  it.each<[string, string]>([
    ['without a key', 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'],
    ['with a key of one byte', 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AA==\r\n'],
    ['of version 99', 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 99\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n'],
    ['to another protocol', 'Upgrade: h2c\r\nConnection: Upgrade\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n'],
    ['with a subprotocol that is no token', 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Protocol: a b,,c\r\n'],
  ])('an upgrade %s is refused', async (_, headers) => {
    const socket = connect(target.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET /graphql/realtime HTTP/1.1\r\nHost: ${target.guest.host}\r\n${headers}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 4\d\d /);
    socket.destroy();
  });

  it.each(['/', '/graphql', '/graphql/realtime/..', '/dynamodb/', '//graphql/realtime', '/graphql/connect'])('an upgrade at %s finds nobody', async (path) => {
    const socket = connect(target.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const closed = once(socket, 'close');
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n`);
    await closed;
    expect(answer).not.toContain(' 101 ');
  });
});

describe('sockets that keep others waiting', () => {
  const served = async () => {
    const { data } = await (await target.newGuest()).call('{ snapshot { serverTime } }');
    expect(data).toMatchObject({ snapshot: { serverTime: expect.any(Number) } });
  };

  it('200 that never finish their request', async () => {
    const sockets = Array.from({ length: 200 }, () => connect(target.port, '127.0.0.1').on('error', () => undefined));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const [index, socket] of sockets.entries()) {
      socket.write(index % 2 === 0 ? 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{"query":' : 'GET /graphql/realtime HTTP/1.1\r\nHost: x\r\nUpgr');
    }
    target.tried(199);
    await served();
    for (const socket of sockets) socket.destroy();
    await served();
  });

  it('200 that connect and never say connection_init', async () => {
    const protocols = await target.guest.protocols();
    const clients = await Promise.all(Array.from({ length: 200 }, () => target.guest.open(protocols)));
    target.tried(199);
    await served();
    for (const { socket } of clients) socket.terminate();
  });

  it('200 that break in the middle of a frame', async () => {
    const protocols = await target.guest.protocols();
    const clients = await Promise.all(Array.from({ length: 200 }, () => target.guest.open(protocols)));
    const half = Buffer.from([0x81, 0xfe, 0x10]);
    for (const { socket } of clients) {
      const wire = (socket as unknown as { _socket: Socket })._socket;
      wire.write(half);
      wire.destroy();
    }
    target.tried(199);
    await served();
  });

  it('a subscriber that never reads: it is cut off, and others hear all without delay', async () => {
    target.allowsChange();
    const slow = await target.guest.connect();
    const starts = await Promise.all(Array.from({ length: maxSubscriptions }, (_, index) => target.guest.start(`slow-${index}`, onScores)));
    for (const start of starts) slow.send(start);
    for (let index = 0; index < maxSubscriptions; index++) expect((await slow.next()).type).toBe('start_ack');
    (slow.socket as unknown as { _socket: Socket })._socket.pause();

    // 200 subscriptions, 25 kB each time: 5 MB a publication, of which the server keeps no more than one.
    const publications = 20;
    const before = process.memoryUsage().arrayBuffers;
    await publish(publications, 180);
    const kept = process.memoryUsage().arrayBuffers - before;
    const heard = (await target.heard()).filter(({ onScores: update }) => (update?.scores as { roundId?: string })?.roundId === 'load');
    expect(heard.map(({ onScores: update }) => (update?.scores as { love?: number }).love)).toEqual(Array.from({ length: publications }, (_, index) => index));
    // The flood is 100 MB; the limit for one connection is 1 MB, and one publication goes out whole.
    expect(kept).toBeLessThan(50 * 1024 * 1024);

    (slow.socket as unknown as { _socket: Socket })._socket.resume();
    expect([1006, 1013]).toContain((await slow.closed).code);
    expect(slow.received.filter(({ type }) => type === 'data').length).toBeLessThan(publications * maxSubscriptions);
  });

  const ping = Buffer.concat([Buffer.from([0x89, 0xfd, 0, 0, 0, 0]), Buffer.alloc(125)]);
  const nonsense = Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x7b, 0x7d]);
  it.each([['pings', ping], ['sends nonsense', nonsense]])('a client that %s and does not read the answers: it is cut off', async (_, frame) => {
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

  it('2,000 starts that are signed wrongly: all are refused, others are served', async () => {
    const client = await target.guest.connect();
    const start = await target.guest.start('wrong', onMessage, { region: 'eu-west-1' });
    for (let index = 0; index < 2000; index++) client.send({ ...start, id: `wrong-${index}` });
    await served();
    for (let index = 0; index < 2000; index++) {
      const answer = await client.next();
      expect(answer.type).toBe('error');
    }
    target.tried(1999);
    await expectAlive(client);
  });

  it('a client that offers to compress: nobody inflates what it sends', async () => {
    const protocols = await target.guest.protocols();
    const socket = new WebSocket(`ws://${target.guest.host}/graphql/realtime`, protocols, { perMessageDeflate: { threshold: 0 } });
    await once(socket, 'open');
    expect(socket.extensions).toBe('');
    socket.terminate();
  });

  it('a subscriber that asks for more with each message than a frame may carry: nothing arrives, others are not touched', async () => {
    target.allowsChange();
    const greedy = await target.guest.connect();
    const names = Array.from({ length: 600 }, (_, index) => `a${index}: text`).join(' ');
    greedy.send(await target.guest.start('greedy', { query: `subscription { onMessage { ${names} } }` }));
    expect((await greedy.next()).type).toBe('start_ack');
    const text = '🎬'.repeat(140);
    await (await target.newGuest()).call('mutation M($text: String!) { sendMessage(nickname: "Ada", text: $text) { id nickname text sender sentAt } }', { text });
    expect(await target.heard()).toMatchObject([{ onMessage: { text } }]);
    greedy.send({ type: 'stop', id: 'greedy' });
    expect((await greedy.next()).type).toBe('complete');
    greedy.socket.terminate();
  });

  it('200 subscriptions that each select much, and each something else: others hear what is said', async () => {
    target.allowsChange();
    const greedy = await target.guest.connect();
    const starts = await Promise.all(Array.from({ length: maxSubscriptions }, (_, index) => {
      const names = Array.from({ length: 1000 }, (_, field) => `a${index}x${field}: id`).join(' ');
      return target.guest.start(`greedy-${index}`, { query: `subscription { onMessage { ${names} } }` });
    }));
    for (const start of starts) greedy.send(start);
    for (let index = 0; index < maxSubscriptions; index++) expect((await greedy.next()).type).toBe('start_ack');
    (greedy.socket as unknown as { _socket: Socket })._socket.pause();

    const guest = await target.newGuest();
    await guest.call('mutation { sendMessage(nickname: "Ada", text: "in time") { id nickname text sender sentAt } }');
    expect(await target.heard()).toMatchObject([{ onMessage: { text: 'in time' } }]);
    await served();
    greedy.socket.terminate();
  });

  it('a guest who connects and goes, 300 times', async () => {
    const protocols = await target.guest.protocols();
    const url = `ws://${target.guest.host}/graphql/realtime`;
    await Promise.all(Array.from({ length: 300 }, async () => {
      const socket = new WebSocket(url, protocols);
      await once(socket, 'open');
      socket.terminate();
    }));
    target.tried(299);
    await vi.waitFor(served);
  });
});
