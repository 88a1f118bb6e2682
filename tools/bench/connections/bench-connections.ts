/**
 * Measures the memory of connections: the local backend with fully subscribed guests, and a bare `ws` server with as many
 * sockets. Garbage is collected before each reading.
 *
 * A process returns little of its peak memory. Resident memory shows what a machine needs, and the heap with its buffers
 * shows what a connection holds.
 */
import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BackendProcess } from '../../backend/backend-process';
import { freePort } from '../../backend/free-port';
import type { Outputs } from '../../../live/backend';
import type { Started } from '../bare-server';
import { Child } from '../child';
import type { Question } from './guests';
import { connectionRows, type Readings } from './rows';
import { readable, readMemory, type Reading } from '../memory';
import { requireOpenFiles } from '../open-files';
import type { Report } from '../report';
import { projectFolder } from '../../project-folder';

const counts = [1000, 5000];
const readings = 9;
const readEveryMs = 200;
/** Time for the server to finish work after connections open or close. */
const settleMs = 1000;
/** Connections before the first reading, to compile code and release memory of the start. */
const warmUpCount = 200;

const dataFolder = path.join(projectFolder, '.amplify/bench-connections');

/** The same with `--quick`, because opening guests takes most of the time. */
export async function* benchConnections(): AsyncGenerator<Report> {
  requireOpenFiles(2 * Math.max(...counts));
  await Promise.all(
    ['tables', 'streams'].map((part) => rm(path.join(dataFolder, part), { recursive: true, force: true })),
  );
  const options = {
    projectFolder,
    dataFolder,
    host: 'localhost',
    port: await freePort(),
    context: { roundSeconds: 60 },
  };
  const backend = new BackendProcess(options, readable);
  const bare = new Child<object, Started>(path.join(import.meta.dirname, '../bare-server.ts'), readable);
  try {
    const outputs = (await backend.start()) as Outputs;
    const own = await measure(backend.child, (count) => ({ count, outputs }));
    const { port } = await bare.ask({});
    const others = await measure(bare.process, (count) => ({ count, url: `ws://127.0.0.1:${port}/` }));
    yield { title: 'Resident memory', rows: connectionRows({ 'local backend': own, 'bare ws': others }) };
  } finally {
    await Promise.all([backend.end('SIGTERM'), bare.end()]);
  }
}

async function measure(server: ChildProcess, questionOf: (count: number) => Question): Promise<Readings> {
  const guests = new Child<Question, null>(path.join(import.meta.dirname, 'guests.ts'));
  try {
    await guests.ask(questionOf(warmUpCount));
    await guests.ask('close');
    const at = new Map([[0, await read(server)]]);
    for (const count of counts) {
      await guests.ask(questionOf(count));
      at.set(count, await read(server));
    }
    await guests.ask('close');
    return { at, left: await read(server) };
  } finally {
    await guests.end();
  }
}

async function read(server: ChildProcess): Promise<Reading[]> {
  await sleep(settleMs);
  const values: Reading[] = [];
  while (values.length < readings) {
    values.push(await readMemory(server));
    await sleep(readEveryMs);
  }
  return values;
}
