/**
 * A show that does not change: the real app with a fake backend that always gives the same answers. Every state of a
 * page, even a rare or a short one, lasts as long as a test needs it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { noVotes, type Category, type Counts } from '../amplify/show';
import type { LeaderboardEntry, Message, RoundResult, Snapshot } from '../live/backend';
import { totalOf } from '../live/counts';
import { outputsOf, sharedApps } from './app';

/** The time on every clock: two seconds into a round. */
export const frozenAtMs = Date.UTC(2026, 1, 14, 20, 0, 2);
const startsAt = frozenAtMs / 1000 - 2;

const movie = {
  id: 'the-general',
  title: 'The General',
  releaseDate: '1926-12-31',
  poster: '/posters/the-general.svg',
  source: 'catalogue',
  synopsis:
    'When Union spies steal his locomotive, and with it the woman he loves, a Confederate engine driver goes after both, alone, ' +
    'across enemy lines. Buster Keaton does every fall himself, and drops a real train from a real bridge.',
};

const record = (
  category: Category,
  voters: number,
  votes: number,
  title: string,
  poster: string,
): LeaderboardEntry => ({
  category,
  voters,
  votes,
  title,
  poster: `/posters/${poster}.svg`,
});
const result = (
  roundsAgo: number,
  title: string,
  poster: string,
  counts: Partial<Counts>,
  people: Partial<Counts>,
): RoundResult => ({
  roundId: String(startsAt - roundsAgo * 10),
  title,
  poster: `/posters/${poster}.svg`,
  ...noVotes,
  ...counts,
  voters: totalOf({ ...noVotes, ...people }),
  favourites: { ...noVotes, ...people },
});
const message = (id: number, nickname: string, text: string): Message => ({
  id: `${id}`,
  nickname,
  text,
  sender: `00000000000${id}`,
  sentAt: frozenAtMs - 1000 * (9 - id),
});

export const busyShow: Snapshot = {
  round: {
    roundId: String(startsAt),
    startsAt,
    endsAt: startsAt + 10,
    movie,
    nextPoster: '/posters/metropolis.svg',
  },
  scores: {
    roundId: String(startsAt),
    love: 128,
    like: 64,
    meh: 17,
    unknown: 9,
    hate: 4,
    voters: 71,
    favourites: { love: 38, like: 20, meh: 7, unknown: 4, hate: 2 },
  },
  leaders: [
    record('love', 96, 412, 'Metropolis', 'metropolis'),
    record('like', 71, 230, 'Safety Last!', 'safety-last'),
    record('meh', 33, 88, 'City Girl', 'city-girl'),
    record('unknown', 52, 140, 'Häxan', 'haxan'),
  ],
  serverTime: frozenAtMs,
};

/** A large audience, which chats in rooms. */
export const largeShow: Snapshot = {
  ...busyShow,
  round: busyShow.round && { ...busyShow.round, expectedVoters: 9000, rooms: 64 },
};

/** The last round ended a minute ago, and none followed. */
export const pausedShow: Snapshot = {
  ...busyShow,
  round: busyShow.round && {
    ...busyShow.round,
    roundId: String(startsAt - 70),
    startsAt: startsAt - 70,
    endsAt: startsAt - 60,
  },
  scores: null,
};

export const newShow: Snapshot = { round: null, scores: null, leaders: [], serverTime: frozenAtMs };

export const busyRecentRounds: RoundResult[] = [
  result(1, 'Nosferatu', 'nosferatu', { love: 40, hate: 12, unknown: 3 }, { love: 19, hate: 6, unknown: 2 }),
  result(2, 'My Man Godfrey', 'my-man-godfrey', { like: 33, meh: 30 }, { like: 14, meh: 14 }),
  result(3, 'A Trip to the Moon', 'a-trip-to-the-moon', { love: 90, like: 21 }, { love: 41, like: 9 }),
  result(4, 'Detour', 'detour', { meh: 12 }, { meh: 6 }),
  result(5, 'Pandora’s Box', 'pandoras-box', {}, {}),
];

const messages: Message[] = [
  message(1, 'Ada', 'That poster! Every single time.'),
  message(2, 'نور', 'هذا فيلمي المفضل 🎬'),
  message(3, 'Jules', 'I have never seen this one, adding it to the list'),
  message(4, 'さくら', '汽車が大好き'),
];

const expires = Date.UTC(2100, 0) / 1000;

export class FrozenShow {
  /** The backend's answer; null if it does not answer. */
  snapshot: Snapshot | null = busyShow;
  recentRounds: RoundResult[] = busyRecentRounds;
  /** Whether the backend accepts subscriptions. */
  isLive = true;
  #app: ChildProcess | null = null;
  #backend: Server | null = null;
  readonly #port: number;

  /** @param worker number of the test worker, which decides the ports */
  constructor(private readonly worker: number) {
    this.#port = 3130 + worker;
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  async start(): Promise<void> {
    const backendPort = this.#port + 1000;
    const backend = createServer((request, response) => void this.#answer(request, response)).listen(
      backendPort,
      'localhost',
    );
    const sockets = new WebSocketServer({ server: backend, handleProtocols: () => 'graphql-ws' });
    sockets.on('connection', (socket) => this.#serve(socket));
    this.#backend = backend;

    // The outputs of a real local backend, since the typed client needs their model.
    const shared = sharedApps[this.worker % sharedApps.length];
    if (!shared) throw new Error('There is no shared app whose outputs could be used.');
    const outputs = (await readFile(outputsOf(shared), 'utf8')).replaceAll(
      `localhost:${shared.backendPort}`,
      `localhost:${backendPort}`,
    );
    const file = path.resolve(import.meta.dirname, `../.amplify/e2e/frozen-${this.worker}/amplify_outputs.json`);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, outputs);

    const next = path.resolve(import.meta.dirname, '../node_modules/next/dist/bin/next');
    this.#app = spawn(process.execPath, [next, 'start', '-H', 'localhost', '-p', String(this.#port)], {
      cwd: path.resolve(import.meta.dirname, '..'),
      stdio: 'ignore',
      env: { ...process.env, AMPLIFY_OUTPUTS: file, NEXT_TELEMETRY_DISABLED: '1' },
    });
    while (
      !(await fetch(`${this.url}/icon.svg`).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await setTimeout(50);
  }

  async close(): Promise<void> {
    this.#backend?.closeAllConnections();
    this.#backend?.close();
    if (this.#app?.exitCode !== null) return;
    this.#app.kill();
    await once(this.#app, 'exit');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('access-control-allow-origin', '*').setHeader('access-control-allow-headers', '*');
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (request.method === 'OPTIONS') return void response.end();
    const target = String(request.headers['x-amz-target']);
    if (target.endsWith('GetId')) {
      send(response, { IdentityId: 'us-east-1:00000000-0000-0000-0000-000000000009' });
      return;
    }
    if (target.endsWith('GetCredentialsForIdentity')) {
      const Credentials = {
        AccessKeyId: 'ASIAFROZEN',
        SecretKey: 'frozen',
        SessionToken: 'frozen',
        Expiration: expires,
      };
      send(response, { IdentityId: 'us-east-1:00000000-0000-0000-0000-000000000009', Credentials });
      return;
    }
    if (this.snapshot === null) return void response.destroy();
    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
    if (query.includes('castVotes')) {
      send(response, { data: { castVotes: variables } });
      return;
    }
    send(response, {
      data: query.includes('recentRounds') ? { recentRounds: this.recentRounds } : { snapshot: this.snapshot },
    });
  }

  /** https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
  #serve(socket: WebSocket): void {
    socket.on('message', (data: Buffer) => {
      const { type, id, payload } = JSON.parse(data.toString()) as {
        type: string;
        id?: string;
        payload?: { data: string };
      };
      if (!this.isLive) return;
      if (type === 'connection_init')
        socket.send(JSON.stringify({ type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } }));
      if (type !== 'start') return;
      socket.send(JSON.stringify({ type: 'start_ack', id }));
      if (!payload?.data.includes('onMessage')) return;
      for (const onMessage of messages)
        socket.send(JSON.stringify({ type: 'data', id, payload: { data: { onMessage } } }));
    });
  }
}

function send(response: ServerResponse, body: unknown): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
}
