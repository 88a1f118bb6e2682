/**
 * Fuzzes the WebSocket endpoint: frames out of order, mutated, binary and malformed, and sockets that close at any time.
 * Each frame counts as an input.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queries, subscriptions, oddDocuments } from './documents';
import { setUpFuzzing, countInputs, checkProperty } from './check-property';
import type { Guest } from '../guest';
import { mutated, mutatedBytes, oddText, oddJson, toJson } from './mutations';
import { TestSocket, type ServerMessage } from './socket';
import { FuzzTarget } from './fuzz-target';

setUpFuzzing('the WebSocket endpoint');

let target: FuzzTarget;
let guest: Guest;
/** Enough guests for slow mode to accept most messages. */
let senders: Guest[];
/** A viewer who only watches. */
let viewer: TestSocket;
beforeAll(async () => {
  target = await FuzzTarget.open();
  guest = await target.newGuest();
  senders = await Promise.all(Array.from({ length: 60 }, () => target.newGuest()));
  const socket = await TestSocket.open(target, await guest.protocols());
  if (!socket) throw new Error('The WebSocket was refused.');
  viewer = socket;
  viewer.send({ type: 'connection_init' });
  viewer.send(await guest.startMessage('room', '{"query":"subscription { onMessage { id } }"}'));
  await viewer.waitUntil((received) => received.some(({ type }) => type === 'start_ack'));
});
afterAll(() => target.close());

let turn = 0;
/** Sends a chat message. Returns its id, or undefined if slow mode refuses it. */
async function sendChat(): Promise<unknown> {
  const sender = senders[(turn += 1) % senders.length] as Guest;
  const { data, errors } = await sender.call(
    'mutation { sendMessage(nickname: "Ada", text: "Hello") { id nickname text sender sentAt } }',
  );
  for (const { errorType } of errors ?? []) expect(errorType).toBe('SlowDown');
  return (data?.sendMessage as { id: string } | null)?.id;
}

const documentedTypes = new Set(['connection_ack', 'connection_error', 'ka', 'start_ack', 'data', 'complete', 'error']);

/** All message types that the server has sent. */
const seenTypes = new Set<unknown>();

function expectDocumented(received: ServerMessage[]): void {
  target.expectNoInternalError();
  for (const message of received) {
    seenTypes.add(message.type);
    expect(documentedTypes).toContain(message.type);
    expect(JSON.stringify(message)).not.toMatch(/InternalFailure/);
  }
}

/** An action of a client. The data of a start is signed when it is sent. */
type Step =
  | { kind: 'frame'; frame: string | Buffer }
  | { kind: 'start'; id: string; data: string; change: (text: string) => string }
  | { kind: 'ping'; data: Buffer }
  | { kind: 'break'; bytes: Buffer }
  | { kind: 'leave'; isPolite: boolean };

const ids = fc.oneof({ weight: 5, arbitrary: fc.constantFrom('a', 'b', 'c') }, { weight: 1, arbitrary: oddText });
const frame = (frame: string | Buffer): Step => ({ kind: 'frame', frame });
const init = fc.constant(frame('{"type":"connection_init"}'));
const stop = ids.map((id) => frame(JSON.stringify({ type: 'stop', id })));
const operations = fc.oneof(
  { weight: 6, arbitrary: subscriptions.map(toJson) },
  { weight: 1, arbitrary: queries.map(toJson) },
  { weight: 1, arbitrary: oddDocuments.map((query) => toJson({ query })) },
  { weight: 1, arbitrary: oddJson.map(toJson) },
);
/** A signed start, possibly mutated afterwards. */
const start: fc.Arbitrary<Step> = fc
  .record({
    id: ids,
    data: operations,
    isGarbled: fc.nat(4).map((n) => n === 0),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    odd: oddText,
  })
  .map(({ id, data, isGarbled, at, odd }) => ({
    kind: 'start',
    id,
    data,
    change: (text) => {
      const place = Math.floor(at * text.length);
      return isGarbled ? text.slice(0, place) + odd + text.slice(place + 1) : text;
    },
  }));
const unsigned = fc
  .record(
    {
      type: fc.oneof(
        fc.constantFrom('start', 'stop', 'connection_init', 'data', 'ka', '__proto__', 'constructor'),
        oddText,
      ),
      id: oddJson,
      payload: oddJson,
    },
    { requiredKeys: [] },
  )
  .map((message) => frame(toJson(message)));
const odd = fc.oneof(
  oddJson.map((json) => frame(toJson(json))),
  oddText.map(frame),
  mutated('{"type":"start","id":"a","payload":{"data":"{}","extensions":{"authorization":{"host":"x"}}}}').map(frame),
  mutatedBytes('{"type":"stop","id":"a"}').map(frame),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => frame(Buffer.from(bytes))),
);
const ping = fc.uint8Array({ maxLength: 125 }).map((bytes): Step => ({ kind: 'ping', data: Buffer.from(bytes) }));
/** Steps that usually close the socket. */
const fatal = fc.oneof(
  // Unmasked, reserved bits, an unknown opcode, a length above the limit, invalid UTF-8, noise.
  fc
    .oneof(
      fc.constantFrom(
        [0x81, 0x02, 0x7b, 0x7d],
        [0xf1, 0x80, 0, 0, 0, 0],
        [0x83, 0x80, 0, 0, 0, 0],
        [0x81, 0xff, 0, 0, 0, 0xff, 0, 0, 0, 0],
        [0x81, 0x81, 0, 0, 0, 0, 0xff],
        [0x88, 0x81, 0, 0, 0, 0, 0],
      ),
      fc.array(fc.nat(255), { maxLength: 30 }),
    )
    .map((bytes): Step => ({ kind: 'break', bytes: Buffer.from(bytes) })),
  fc.constant(frame('x'.repeat(240 * 1024 + 1))),
  fc.boolean().map((isPolite): Step => ({ kind: 'leave', isPolite })),
);

const steps = fc.oneof(
  { weight: 2, arbitrary: init },
  { weight: 5, arbitrary: start },
  { weight: 3, arbitrary: stop },
  { weight: 4, arbitrary: unsigned },
  { weight: 5, arbitrary: odd },
  { weight: 1, arbitrary: ping },
);
const conversations = fc.record({
  startsWell: fc.nat(5).map((n) => n > 0),
  steps: fc.array(steps, { minLength: 1, maxLength: 40, size: 'max' }),
  end: fc.option(fatal, { freq: 3 }),
});

async function take(socket: TestSocket, step: Step): Promise<void> {
  switch (step.kind) {
    case 'frame':
      socket.send(step.frame);
      break;
    case 'ping':
      socket.ping(step.data);
      break;
    case 'break':
      socket.sendBytes(step.bytes);
      break;
    case 'leave':
      if (step.isPolite) socket.close();
      else socket.terminate();
      break;
    case 'start':
      socket.send(step.change(JSON.stringify(await guest.startMessage(step.id, step.data))));
  }
}

describe('a connection', () => {
  it('survives every frame, still answers, and delivers all messages to others', async () => {
    const said: unknown[] = [];
    await checkProperty(conversations, 330, async ({ startsWell, steps, end }) => {
      const socket = await TestSocket.open(target, await guest.protocols());
      if (!socket) throw new Error('The WebSocket was refused.');
      countInputs(steps.length);
      if (startsWell) socket.send({ type: 'connection_init' });
      for (const step of steps) await take(socket, step);
      const id = await sendChat();
      if (id) said.push(id);
      if (end) {
        await take(socket, end);
        // A frame that is incomplete keeps the socket open until the client closes it.
        const timer = setTimeout(() => socket.terminate(), 30);
        await socket.closed;
        clearTimeout(timer);
      } else {
        // Afterwards, an unknown operation is reported, and a subscription is accepted.
        socket.send({ type: 'connection_init' });
        socket.send({ type: 'stop', id: 'the last' });
        socket.send(await guest.startMessage('the very last', '{"query":"subscription { onMessage { text } }"}'));
        const isAnswered = await socket.waitUntil((received) =>
          received.some(({ id, type }) => id === 'the very last' && type === 'start_ack'),
        );
        expect(isAnswered).toBe(true);
        expect(socket.received.find(({ id }) => id === 'the last')).toMatchObject({ type: 'error' });
        socket.terminate();
      }
      expectDocumented(socket.received);
    });
    const heard = () =>
      viewer.received
        .filter(({ type }) => type === 'data')
        .map(({ payload }) => (payload?.data?.onMessage as { id: string }).id);
    await viewer.waitUntil(() => heard().length >= said.length);
    expect(heard()).toEqual(said);
    // The frames reached all message types.
    for (const type of ['connection_ack', 'start_ack', 'complete', 'error', 'data']) expect(seenTypes).toContain(type);
  });

  it('is opened or refused for any handshake', () =>
    checkProperty(
      fc.record({
        protocols: fc.oneof(
          fc.array(fc.oneof(fc.stringMatching(/^[a-z0-9-]{1,12}$/), fc.constant('graphql-ws')), { maxLength: 3 }),
          oddJson.map((json) => [
            'graphql-ws',
            `header-${Buffer.from(toJson(json)).toString('base64url').slice(0, 2000)}`,
          ]),
          fc
            .dictionary(
              fc.constantFrom(
                'authorization',
                'Authorization',
                'host',
                'x-amz-date',
                'x-amz-security-token',
                '__proto__',
              ),
              oddText,
            )
            .map((headers) => ['graphql-ws', `header-${Buffer.from(toJson(headers)).toString('base64url')}`]),
        ),
        path: fc.oneof(
          { weight: 4, arbitrary: fc.constant('/graphql/realtime') },
          {
            weight: 1,
            arbitrary: fc.constantFrom(
              '/graphql',
              '/',
              '/graphql/realtime/',
              '/graphql/realtime?header=e30=&payload=e30=',
              '/graphql/realtime?header=%',
              '/cognito-identity/',
            ),
          },
        ),
      }),
      400,
      async ({ protocols, path }) => {
        const socket = await TestSocket.open(target, [...new Set(protocols)], path);
        if (socket) {
          socket.send({ type: 'connection_init' });
          expect(await socket.waitUntil((received) => received.some(({ type }) => type === 'connection_error'))).toBe(
            true,
          );
          expect(await socket.closed).toBe(1008);
          expectDocumented(socket.received);
        }
        target.expectNoInternalError();
      },
    ));

  it('is opened or refused for a mutated header in the query string, on both paths', () =>
    checkProperty(
      fc.record({
        change: fc.oneof(
          fc.constant((text: string) => text),
          fc.tuple(fc.nat(), oddText).map(([at, odd]) => (text: string) => {
            const place = at % text.length;
            return text.slice(0, place) + odd + text.slice(place + 1);
          }),
        ),
        encoding: fc.constantFrom('base64' as const, 'base64url' as const, 'hex' as const),
        path: fc.constantFrom('/graphql', '/graphql/realtime'),
        more: fc.oneof(
          fc.constantFrom('payload=e30=', 'header=e30='),
          oddText.map((text) => String(new URLSearchParams({ [text]: text }))),
        ),
      }),
      300,
      async ({ change, encoding, path, more }) => {
        const header = Buffer.from(change(JSON.stringify(await guest.connectHeaders()))).toString(encoding);
        const query = `header=${encodeURIComponent(header)}&${more}`;
        const socket = await TestSocket.open(target, ['graphql-ws'], `${path}?${query}`);
        socket?.send({ type: 'connection_init' });
        await socket?.waitUntil((received) =>
          received.some(({ type }) => type === 'connection_ack' || type === 'connection_error'),
        );
        expectDocumented(socket?.received ?? []);
        socket?.terminate();
      },
    ));

  it('causes no internal error if an upgrade of any path is broken off', () =>
    checkProperty(
      fc.record({
        path: fc.oneof(fc.constantFrom('/graphql', '/graphql/realtime', '/', '/nowhere', '*'), fc.webPath()),
        headers: fc.array(
          fc.constantFrom(
            'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==',
            'Sec-WebSocket-Version: 13',
            'Sec-WebSocket-Protocol: graphql-ws',
            'Sec-WebSocket-Protocol: graphql-ws, header-e30',
            'Content-Length: 5',
          ),
          { maxLength: 5 },
        ),
        rest: fc.uint8Array({ maxLength: 40 }),
        isReset: fc.boolean(),
      }),
      300,
      async ({ path, headers, rest, isReset }) => {
        const head = [`GET ${path} HTTP/1.1`, 'Host: x', 'Upgrade: websocket', 'Connection: Upgrade', ...headers];
        const bytes = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(rest)]);
        if (isReset) await target.sendAndReset(bytes);
        else await target.sendBytes(bytes, 15);
        target.expectNoInternalError();
      },
    ));
});

it('serves a well-behaved guest afterwards', () => target.expectHealthy());
