/**
 * Pages that were loaded before a deployment continue to send the operations that they were built with. This test
 * sends the recorded operations of an older client to a backend whose schema has additions: a type, fields and a
 * nullable argument. Its chat has rooms for very few voters, of which the older client knows nothing.
 *
 * `older-client.fixture.json` contains what a released client sends. Record it again with each release, from the
 * released code: `RECORD_CLIENT=1 npx vitest run --project integration live/older-client`. A change that breaks this
 * test breaks every page that is open during the deployment. Deploy additions first, and remove fields only when no
 * open page uses them.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { log, startBackend, type Backend as LocalBackend } from 'amplify-local';
import { generateClient, type GraphQLQuery, type GraphQLSubscription } from 'aws-amplify/api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { noVotes } from '../amplify/show';
import { openBackend, type Backend } from './backend';
import { fieldOf, recordingGlobals, shapeOf, type RecordedOperation } from './recorded-operations.fixture';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const fixture = fileURLToPath(new URL('./older-client.fixture.json', import.meta.url));
const isRecording = Boolean(process.env['RECORD_CLIENT']);

/** Additions to the schema: the file, the text in it that each is inserted before, and the addition. */
const additions: [file: string, before: string, addition: string][] = [
  [
    'types.ts',
    '  CurrentRound: a.customType({',
    '  Sponsor: a.customType({ name: a.string().required(), since: a.integer() }),\n\n',
  ],
  ['types.ts', '    rooms: a.integer(),\n  }),', "      sponsor: a.ref('Sponsor'),\n"],
  ['types.ts', '    isHost: a.boolean(),\n  }),\n\n  HostView: ', '      replyTo: a.string(),\n'],
  ['tables.ts', '      startedBy: a.string(),', '        comments: a.integer(),\n'],
  ['guest-operations.ts', ' roundId: a.string().required(), ...counts, endsAt', ' device: a.string(),'],
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
  local = await startBackend({ ...options, projectFolder: isRecording ? projectFolder : await extendedProject() });
  backend = openBackend(local.outputs);
  if (isRecording) await writeFile(fixture, `${JSON.stringify(await recordOperations(), null, 2)}\n`);
  recorded = JSON.parse(await readFile(fixture, 'utf8')) as RecordedOperation[];
}, 180_000);

afterAll(async () => {
  await local.close();
  await rm(folder, { recursive: true, force: true });
});

/** A copy of the project with the additions in its schema. It is inside the project, so that imports resolve. */
async function extendedProject(): Promise<string> {
  const copy = path.join(folder, 'project');
  for (const name of ['amplify', 'public', 'package.json', 'package-lock.json', 'tsconfig.json'])
    await cp(path.join(projectFolder, name), path.join(copy, name), { recursive: true });
  for (const [name, before, addition] of additions) {
    const file = path.join(copy, 'amplify/data', name);
    const text = await readFile(file, 'utf8');
    expect(text).toContain(before);
    await writeFile(file, text.replace(before, `${addition}${before}`));
  }
  const limits = path.join(copy, 'amplify/limits.ts');
  const limitsText = await readFile(limits, 'utf8');
  expect(limitsText).toMatch(/votersPerRoom = \d+;/);
  // A round with one voter is followed by one with eight rooms.
  await writeFile(limits, limitsText.replace(/votersPerRoom = \d+;/, 'votersPerRoom = 1 / 8;'));
  return copy;
}

/** Waits for a round to start, so that the calls of a test arrive before its end. Returns its id. */
async function nextRound(): Promise<string> {
  const round = async () => (await backend.client.queries.snapshot()).data?.round;
  const before = await vi.waitUntil(round, { timeout: 20_000, interval: 50 });
  const next = await vi.waitUntil(async () => [await round()].find((now) => now && now.startsAt > before.startsAt), {
    timeout: 20_000,
    interval: 50,
  });
  return next.roundId;
}

/** Calls every operation, as `show-session.ts` and `subscriptions.ts` do. */
async function recordOperations(): Promise<RecordedOperation[]> {
  const { queries, mutations, subscriptions } = backend.client;
  const shapes: Record<string, unknown> = {};
  const errors: unknown[] = [];
  const record = (field: string) => (value: unknown) => void (shapes[field] = shapeOf(value));
  const observe = (field: string) => ({ next: record(field), error: (error: unknown) => errors.push(error) });
  subscriptions.onRound().subscribe(observe('onRound'));
  subscriptions.onScores().subscribe(observe('onScores'));
  subscriptions.onMessage({}).subscribe(observe('onMessage'));
  await vi.waitUntil(() => 'onRound' in shapes, { timeout: 20_000 });
  const roundId = await nextRound();
  record('castVotes')((await mutations.castVotes({ roundId, ...noVotes, love: 1 })).data);
  record('sendMessage')((await mutations.sendMessage({ nickname: 'Ada', text: 'Hello' })).data);
  await vi.waitUntil(() => 'onScores' in shapes && 'onMessage' in shapes, { timeout: 20_000 });
  const withRecord = async () => {
    const { data } = await queries.snapshot();
    return data?.leaders.length ? data : undefined;
  };
  record('snapshot')(await vi.waitUntil(withRecord, { timeout: 20_000, interval: 200 }));
  record('recentRounds')((await queries.recentRounds()).data);
  expect(errors).toEqual([]);
  return recording.operations.map((operation) => ({ ...operation, shape: shapes[fieldOf(operation)] }));
}

type Data = Record<string, unknown>;

/** Sends a recorded document for the current round. */
async function send({ query, variables }: RecordedOperation, roundId: string): Promise<Data> {
  const current = 'roundId' in variables ? { ...variables, roundId } : variables;
  return (await generateClient().graphql<GraphQLQuery<Data>>({ query, variables: current })).data;
}

const operation = (field: string): RecordedOperation => {
  const found = recorded.find((each) => fieldOf(each) === field);
  if (!found) throw new Error(`${field} was not recorded.`);
  return found;
};

describe('a client that is older than the schema', () => {
  it('has a recording of every operation', () => {
    expect(recorded.map((each) => `${each.transport} ${fieldOf(each)}`).sort()).toEqual([
      'http castVotes',
      'http recentRounds',
      'http sendMessage',
      'http snapshot',
      'websocket onMessage',
      'websocket onRound',
      'websocket onScores',
    ]);
  });

  it('is tested with an extended schema', async () => {
    if (isRecording) return;
    const query = 'query { snapshot { round { sponsor { name } } } }';
    const { data } = await generateClient().graphql<GraphQLQuery<Data>>({ query });
    expect(data).toHaveProperty('snapshot.round');
  });

  it('receives the same fields as before', async () => {
    const shapes: Record<string, unknown> = {};
    const errors: unknown[] = [];
    const subscriptions = ['onRound', 'onScores', 'onMessage'].map((field) =>
      generateClient()
        .graphql<GraphQLSubscription<Data>>({ query: operation(field).query })
        .subscribe({
          next: ({ data }) => (shapes[field] = shapeOf(data[field])),
          error: (error: unknown) => errors.push(error),
        }),
    );
    const call = async (field: string, roundId: string) => {
      const data = await send(operation(field), roundId);
      shapes[field] = shapeOf(data[field]);
    };
    await vi.waitUntil(() => 'onRound' in shapes, { timeout: 20_000 });
    const roundId = await nextRound();
    await call('castVotes', roundId);
    await call('sendMessage', roundId);
    await vi.waitUntil(() => 'onScores' in shapes && 'onMessage' in shapes, { timeout: 20_000 });
    // A record is stored once its round is final.
    await vi.waitFor(
      async () => {
        await call('snapshot', roundId);
        expect(shapes['snapshot']).toEqual(operation('snapshot').shape);
      },
      { timeout: 20_000, interval: 200 },
    );
    await call('recentRounds', roundId);
    for (const subscription of subscriptions) subscription.unsubscribe();

    expect(errors).toEqual([]);
    // Updates contain no records. An older page merges the empty list into its leaderboard.
    const onScores = { ...(operation('onScores').shape as Data), leaders: [] };
    expect(shapes).toEqual({
      ...Object.fromEntries(recorded.map((each) => [fieldOf(each), each.shape])),
      onScores,
    });
  });

  it('chats with newer clients in room 0, and hears no other room', async () => {
    if (isRecording) return;
    const heard: Record<'old' | 'inRoom0' | 'inRoom1', string[]> = { old: [], inRoom0: [], inRoom1: [] };
    const errors: unknown[] = [];
    const observe = (texts: string[]) => ({
      next: (message: { text: string } | null) => void texts.push(message?.text ?? 'nothing'),
      error: (error: unknown) => errors.push(error),
    });
    const { subscriptions, mutations } = backend.client;
    const opened = [
      generateClient()
        .graphql<GraphQLSubscription<{ onMessage: { text: string } }>>({ query: operation('onMessage').query })
        .subscribe({ ...observe(heard.old), next: ({ data }) => void heard.old.push(data.onMessage.text) }),
      subscriptions.onMessage({ room: 0 }).subscribe(observe(heard.inRoom0)),
      subscriptions.onMessage({ room: 1 }).subscribe(observe(heard.inRoom1)),
    ];
    // A vote in each round, so that there are rooms.
    await vi.waitUntil(
      async () => {
        const round = (await backend.client.queries.snapshot()).data?.round;
        if (round) await send(operation('castVotes'), round.roundId).catch(() => undefined);
        return (round?.rooms ?? 1) > 1;
      },
      { timeout: 30_000, interval: 500 },
    );

    /** Sends a message until slow mode allows it. All pages here are one guest. */
    const say = (call: () => Promise<unknown>) =>
      vi.waitUntil(() => call().then(isAccepted, isAccepted), { timeout: 10_000, interval: 100 });
    const isAccepted = (answer: unknown) => !JSON.stringify(answer).includes('SlowDown');
    const sayIn = (room: number, text: string) =>
      say(async () => {
        const answer = await mutations.sendMessage({ nickname: 'Ada', text, room });
        if (isAccepted(answer)) expect(answer.errors).toBeUndefined();
        return answer;
      });
    await vi.waitUntil(
      async () => {
        await sayIn(1, 'in room 1');
        return heard.inRoom1.length > 0;
      },
      { timeout: 20_000 },
    );
    heard.inRoom1.length = 0;
    await sayIn(0, 'in room 0');
    const { query, variables } = operation('sendMessage');
    const text = 'from an older page';
    await say(() => generateClient().graphql<GraphQLQuery<Data>>({ query, variables: { ...variables, text } }));
    await vi.waitUntil(() => heard.old.includes(text) && heard.inRoom0.includes(text), { timeout: 10_000 });
    for (const subscription of opened) subscription.unsubscribe();

    expect(errors).toEqual([]);
    expect(heard).toEqual({ old: ['in room 0', text], inRoom0: ['in room 0', text], inRoom1: [] });
  });
});
