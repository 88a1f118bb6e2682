/** Malformed frames, unfinished messages and malformed upgrades. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { setUpTarget } from './target';

const target = setUpTarget();

describe('raw bytes', () => {
  /** Opens a TCP socket, completes the handshake, and collects what the server sends. */
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
  function frame(
    opcode: number,
    payload: Buffer,
    { isMasked = true, isFinal = true, length = payload.length } = {},
  ): Buffer {
    const head = Buffer.from([(isFinal ? 0x80 : 0) | opcode, (isMasked ? 0x80 : 0) | (length < 126 ? length : 126)]);
    const extended = length < 126 ? Buffer.alloc(0) : Buffer.from([length >> 8, length & 0xff]);
    return Buffer.concat([head, extended, isMasked ? Buffer.alloc(4) : Buffer.alloc(0), payload]);
  }

  const huge = Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
  it.each<[string, Buffer]>([
    ['a text frame of invalid UTF-8', frame(1, Buffer.from([0xff, 0xfe, 0xc0, 0x80]))],
    ['a text frame with an incomplete character', frame(1, Buffer.from([0xf0, 0x9f]))],
    ['a text frame with an overlong character', frame(1, Buffer.from([0xc0, 0xaf]))],
    ['a text frame with a surrogate', frame(1, Buffer.from([0xed, 0xa0, 0x80]))],
    ['a frame without a mask', frame(1, Buffer.from('{}'), { isMasked: false })],
    ['a frame with a reserved opcode', frame(3, Buffer.from('{}'))],
    ['a control frame with a reserved opcode', frame(11, Buffer.alloc(0))],
    ['a frame with reserved bits', Buffer.concat([Buffer.from([0xf1, 0x82, 0, 0, 0, 0]), Buffer.from('{}')])],
    ['a frame with a claimed length of eight exabytes', huge],
    ['a ping that is too long', frame(9, Buffer.alloc(126))],
    ['a fragmented ping', frame(9, Buffer.from('x'), { isFinal: false })],
    ['a continuation without a message', frame(0, Buffer.from('x'))],
    [
      'a new message inside another',
      Buffer.concat([frame(1, Buffer.from('{'), { isFinal: false }), frame(1, Buffer.from('}'))]),
    ],
    ['a close with an incomplete code', frame(8, Buffer.from([3]))],
    ['a close with an invalid code', frame(8, Buffer.from([0, 1]))],
    ['HTTP instead of a frame', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ])('%s: the socket is closed', async (_, bytes) => {
    const { socket, closed } = await upgraded();
    socket.write(bytes);
    await closed;
  });

  it('300 fragments of an unfinished message', async () => {
    const { socket, closed } = await upgraded();
    const piece = frame(0, Buffer.alloc(1000), { isFinal: false });
    socket.write(frame(1, Buffer.alloc(1000), { isFinal: false }));
    for (let index = 0; index < 300; index++) socket.write(piece);
    await closed;
  });

  it.each<[string, string]>([
    ['without a key', 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'],
    [
      'with a key of one byte',
      'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AA==\r\n',
    ],
    [
      'of version 99',
      'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 99\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n',
    ],
    ['to another protocol', 'Upgrade: h2c\r\nConnection: Upgrade\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n'],
    [
      'with a malformed subprotocol',
      'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Protocol: a b,,c\r\n',
    ],
  ])('an upgrade %s is refused', async (_, headers) => {
    const socket = connect(target.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET /graphql/realtime HTTP/1.1\r\nHost: ${target.guest.host}\r\n${headers}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 4\d\d /);
    socket.destroy();
  });

  it.each(['/', '/graphql/realtime/..', '/dynamodb/', '//graphql/realtime', '/graphql/connect'])(
    'an upgrade at %s is refused',
    async (path) => {
      const socket = connect(target.port, '127.0.0.1');
      socket.on('error', () => undefined);
      const closed = once(socket, 'close');
      let answer = '';
      socket.on('data', (data) => (answer += data.toString()));
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n`,
      );
      await closed;
      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    },
  );
});
