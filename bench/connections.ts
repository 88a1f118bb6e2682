/**
 * What connections hold: resident memory of the local backend with guests who have all of a screen's subscriptions,
 * against a bare `ws` server with as many sockets. Garbage is collected before each reading.
 */
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BackendProcess, freePort } from '../faults/backend-process';
import type { Outputs } from '../live/backend';
import type { Started } from './bare-server';
import { Child } from './child';
import type { Question } from './connections/guests';
import { medianRow, row, type Row } from './goal';
import { requireOpenFiles } from './open-files';
import { quantileOf } from './quantile';
import type { Report } from './report';

const counts = [1000, 5000];
const readings = 9;
const readEveryMs = 200;
/** For what a server does after a connection is made or gone. */
const settleMs = 1000;
/** Code is compiled, and what only a start needs is let go of, before the first reading. */
const warmUpCount = 200;

const projectFolder = path.resolve(import.meta.dirname, '..');
const dataFolder = path.join(projectFolder, '.amplify/bench-connections');
const collects = ['--expose-gc', '--import', path.join(import.meta.dirname, 'collect-garbage.mjs')];

/** Takes as long with `--quick`: most of the time is the guests'. */
export async function* benchConnections(): AsyncGenerator<Report> {
  requireOpenFiles(2 * Math.max(...counts));
  await Promise.all(['tables', 'streams'].map((part) => rm(path.join(dataFolder, part), { recursive: true, force: true })));
  const options = { projectFolder, dataFolder, host: 'localhost', port: await freePort(), roundSeconds: 60 };
  const backend = new BackendProcess(options, collects);
  const bare = new Child<object, Started>(path.join(import.meta.dirname, 'bare-server.ts'), collects);
  try {
    const outputs = (await backend.start()) as Outputs;
    const own = await measure(backend.pid, (count) => ({ count, outputs }));
    const { port } = await bare.ask({});
    const others = await measure(bare.pid, (count) => ({ count, url: `ws://127.0.0.1:${port}/` }));
    yield { title: 'Resident memory', rows: { ...rowsOf('local backend', own), ...rowsOf('bare ws', others) } };
  } finally {
    await Promise.all([backend.end('SIGTERM'), bare.end()]);
  }
}

interface Readings {
  /** In MB, by connections. */
  at: Map<number, number[]>;
  left: number[];
}

async function measure(pid: number, questionOf: (count: number) => Question): Promise<Readings> {
  const guests = new Child<Question, null>(path.join(import.meta.dirname, 'connections/guests.ts'));
  try {
    await guests.ask(questionOf(warmUpCount));
    await guests.ask('close');
    const at = new Map([[0, await read(pid)]]);
    for (const count of counts) {
      await guests.ask(questionOf(count));
      at.set(count, await read(pid));
    }
    await guests.ask('close');
    return { at, left: await read(pid) };
  } finally {
    await guests.end();
  }
}

async function read(pid: number): Promise<number[]> {
  await sleep(settleMs);
  const values: number[] = [];
  while (values.length < readings) {
    process.kill(pid, 'SIGUSR2');
    await sleep(readEveryMs);
    values.push(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024);
  }
  return values;
}

function rowsOf(name: string, { at, left }: Readings): Record<string, Row> {
  const rows: Record<string, Row> = {};
  const idle = quantileOf(at.get(0) ?? [], 0.5);
  for (const [count, values] of at) {
    const connections = count.toLocaleString('en');
    rows[`${name}, ${connections} connected`] = medianRow(values, 'MB');
    if (count > 0) rows[`${name}, each of ${connections}`] = row(((quantileOf(values, 0.5) - idle) * 1024) / count, 'KB', undefined, 1);
  }
  rows[`${name}, all left`] = medianRow(left, 'MB');
  return rows;
}
