/**
 * A page that was loaded before a deployment goes on with the operations that it was built with. Here a client's
 * recorded operations meet a backend whose schema has got more: a type, fields and an argument that may be null.
 *
 * `older-client.fixture.json` is what a released client sends. Record it anew with each release, and only then, from
 * the client's code as released: `RECORD_CLIENT=1 npx vitest run --project integration live/older-client`. A change
 * that breaks this test breaks every page that is open while it is deployed: deploy the addition first, and take away
 * what is old when no such page is left.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { noVotes } from '@/amplify/show';
import { log, startBackend, type Backend as LocalBackend } from 'amplify-local';
import { openBackend, type Backend, type Outputs } from './backend';
import { fieldOf, recordingGlobals, shapeOf, type RecordedOperation } from './recorded-operations.fixture';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const fixture = fileURLToPath(new URL('./older-client.fixture.json', import.meta.url));
const isRecording = Boolean(process.env['RECORD_CLIENT']);

/** What the schema gets: one line before each of these. */
const additions: [before: string, addition: string][] = [
  [
    '  CurrentRound: a.customType({',
    '  Sponsor: a.customType({ name: a.string().required(), since: a.integer() }),\n\n',
  ],
  ['    nextPoster: a.string().required(),\n  }),', "      sponsor: a.ref('Sponsor'),\n"],
  ['    sentAt: a.float().required(),\n  }),\n\n  // Guests.', '      replyTo: a.string(),\n'],
  ['      voters: a.integer().required(),\n      firsts', '        comments: a.integer(),\n'],
];
const argument: [from: string, to: string] = [
  '.arguments({ roundId: a.string().required(), ',
  '.arguments({ device: a.string(), roundId: a.string().required(), ',
];

let folder: string;
let local: LocalBackend;
let backend: Backend;
let recorded: RecordedOperation[];
const recording = recordingGlobals();

beforeAll(async () => {
  vi.stubGlobal('WebSocket', recording.WebSocket);
  vi.stubGlobal('fetch', recording.fetch);
  log.level = 'error';
  await mkdir(path.join(projectFolder, '.amplify'), { recursive: true });
  folder = await mkdtemp(path.join(projectFolder, '.amplify/test-'));
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const options = {
    dataFolder: path.join(folder, 'data'),
    host: 'localhost',
    port,
    context: { roundSeconds: 3 },
    runSchedulesAtStart: true,
  };
  local = await startBackend({ ...options, projectFolder: isRecording ? projectFolder : await projectWithMore() });
  backend = openBackend(local.outputs as Outputs);
  if (isRecording) await writeFile(fixture, `${JSON.stringify(await recordOperations(), null, 2)}\n`);
  recorded = JSON.parse(await readFile(fixture, 'utf8')) as RecordedOperation[];
}, 90_000);

afterAll(async () => {
  await local.close();
  await rm(folder, { recursive: true, force: true });
});

/** A copy of the project, with the additions in its schema; inside it, so that it finds its packages. */
async function projectWithMore(): Promise<string> {
  const copy = path.join(folder, 'project');
  await cp(path.join(projectFolder, 'amplify'), path.join(copy, 'amplify'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json'])
    await cp(path.join(projectFolder, file), path.join(copy, file));
  const resource = path.join(copy, 'amplify/data/resource.ts');
  let schema = await readFile(resource, 'utf8');
  for (const [before, addition] of additions) {
    expect(schema).toContain(before);
    schema = schema.replace(before, `${addition}${before}`);
  }
  expect(schema).toContain(argument[0]);
  await writeFile(resource, schema.replace(...argument));
  return copy;
}

/** The round that is on, at its beginning, so that what is asked of it comes before its end. */
async function freshRound(): Promise<string> {
  const round = async () => (await backend.client.queries.snapshot()).data?.round;
  const before = await vi.waitUntil(round, { timeout: 20_000, interval: 50 });
  const next = await vi.waitUntil(async () => [await round()].find((now) => now && now.startsAt > before.startsAt), {
    timeout: 20_000,
    interval: 50,
  });
  return next.roundId;
}

/** All that the page does with the backend, as `show-session.ts` and `subscriptions.ts` do it. */
async function recordOperations(): Promise<RecordedOperation[]> {
  const { queries, mutations, subscriptions } = backend.client;
  const shapes: Record<string, unknown> = {};
  const keep = (field: string) => (value: unknown) => void (shapes[field] = shapeOf(value));
  subscriptions.onRound().subscribe({ next: keep('onRound') });
  subscriptions.onScores().subscribe({ next: keep('onScores') });
  subscriptions.onMessage().subscribe({ next: keep('onMessage') });
  await vi.waitUntil(() => 'onRound' in shapes, { timeout: 20_000 });
  const roundId = await freshRound();
  keep('castVotes')((await mutations.castVotes({ roundId, ...noVotes, love: 1 })).data);
  keep('sendMessage')((await mutations.sendMessage({ nickname: 'Ada', text: 'Hello' })).data);
  await vi.waitUntil(() => 'onScores' in shapes && 'onMessage' in shapes, { timeout: 20_000 });
  keep('snapshot')((await queries.snapshot()).data);
  return recording.operations.map((operation) => ({ ...operation, shape: shapes[fieldOf(operation)] }));
}

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: unknown;
}

/** Sends a document as it was recorded, about the round that is on. */
function send({ query, variables }: RecordedOperation, roundId?: string): unknown {
  const now = roundId !== undefined && 'roundId' in variables ? { ...variables, roundId } : variables;
  return backend.client.graphql({ query, variables: now } as Parameters<typeof backend.client.graphql>[0]);
}

const operation = (field: string): RecordedOperation => {
  const found = recorded.find((each) => fieldOf(each) === field);
  if (!found) throw new Error(`${field} was not recorded.`);
  return found;
};

describe('a client from before an addition to the schema', () => {
  it('has all its operations recorded', () => {
    expect(recorded.map((each) => `${each.transport} ${fieldOf(each)}`).sort()).toEqual([
      'http castVotes',
      'http sendMessage',
      'http snapshot',
      'websocket onMessage',
      'websocket onRound',
      'websocket onScores',
    ]);
  });

  it('meets a schema that has more', async () => {
    if (isRecording) return;
    const { data } = (await backend.client.graphql({
      query: 'query { snapshot { round { sponsor { name } } } }',
    } as never)) as Answer;
    expect(data).toHaveProperty('snapshot.round');
  });

  it('gets by all of them what it got before', async () => {
    const shapes: Record<string, unknown> = {};
    const errors: unknown[] = [];
    const screens = ['onRound', 'onScores', 'onMessage'].map((field) =>
      (send(operation(field)) as { subscribe(observer: object): { unsubscribe(): void } }).subscribe({
        next: ({ data }: { data: Record<string, unknown> }) => (shapes[field] = shapeOf(data[field])),
        error: (error: unknown) => errors.push(error),
      }),
    );
    const ask = async (field: string, roundId: string) => {
      const { data } = (await send(operation(field), roundId)) as Answer;
      shapes[field] = shapeOf(data?.[field]);
    };
    await vi.waitUntil(() => 'onRound' in shapes, { timeout: 20_000 });
    const roundId = await freshRound();
    await ask('castVotes', roundId);
    await ask('sendMessage', roundId);
    await vi.waitUntil(() => 'onScores' in shapes && 'onMessage' in shapes, { timeout: 20_000 });
    await ask('snapshot', roundId);
    for (const screen of screens) screen.unsubscribe();

    expect(errors).toEqual([]);
    expect(shapes).toEqual(Object.fromEntries(recorded.map((each) => [fieldOf(each), each.shape])));
  });
});
