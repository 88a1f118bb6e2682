/** Measures the time from `npm start` to the first round, cold and warm, and the memory of the backend. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { medianRow, row } from './goal';
import type { Options } from './options';
import type { Report } from './report';
import { projectFolder } from '../project-folder';

const dataFolder = path.join(projectFolder, '.amplify/bench');
const port = 3300;
const backendPort = 4300;
const giveUpMs = 120_000;
/** Long enough to collect the garbage of the start. */
const idleMs = 15_000;

interface Run {
  firstRoundMs: number;
  residentMb: number;
}

async function run(idle: boolean): Promise<Run> {
  const startedAt = performance.now();
  const server = spawn(
    'npm',
    [
      'start',
      '--',
      '--port',
      `${port}`,
      '--backend-port',
      `${backendPort}`,
      '--data',
      dataFolder,
      '--outputs',
      path.join(dataFolder, 'amplify_outputs.json'),
    ],
    { cwd: projectFolder, stdio: 'ignore', detached: true },
  );
  try {
    await firstRoundServed(server, startedAt + giveUpMs);
    const firstRoundMs = performance.now() - startedAt;
    if (idle) await setTimeout(idleMs);
    return { firstRoundMs, residentMb: residentMb() };
  } finally {
    // npm does not forward signals, so the whole process group receives it.
    if (server.pid && !hasEnded(server)) {
      process.kill(-server.pid, 'SIGTERM');
      await once(server, 'exit');
    }
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

async function firstRoundServed(server: ChildProcess, deadline: number): Promise<void> {
  while (performance.now() < deadline) {
    if (hasEnded(server))
      throw new Error(`npm start ended with ${server.exitCode ?? server.signalCode} before it served a round.`);
    const page = await fetch(`http://localhost:${port}/`).then(
      (response) => response.text(),
      () => '',
    );
    if (/data-round-id="\d+"/.test(page)) return;
    await setTimeout(20);
  }
  throw new Error(`No round was served within ${giveUpMs / 1000} s.`);
}

/** Resident memory of the process that runs the backend. Next.js has another one. */
function residentMb(): number {
  const processes = execFileSync('ps', ['-eo', 'rss=,args='], { encoding: 'utf8' }).split('\n');
  // npm and its shell have similar command lines, but little memory.
  const sizes = processes
    .filter((line) => line.includes('tools/serve/cli.mjs start') && line.includes(`--backend-port ${backendPort}`))
    .map((line) => Number(line.trim().split(/\s+/)[0]));
  return Math.max(...sizes) / 1024;
}

export async function* benchStart({ isQuick }: Options): AsyncGenerator<Report> {
  const warmRuns = isQuick ? 3 : 9;
  await rm(dataFolder, { recursive: true, force: true });
  const cold = await run(false);
  const warm: Run[] = [];
  for (let index = 0; index < warmRuns; index += 1) warm.push(await run(index === warmRuns - 1));
  const times = warm.map(({ firstRoundMs }) => firstRoundMs / 1000);
  yield {
    title: 'From `npm start` to the first round',
    rows: {
      'first round, cold (synthesis included)': row(cold.firstRoundMs / 1000, 's', undefined, 2),
      'first round, warm': medianRow(times, 's', undefined, 2),
      [`resident memory of the local backend, idle ${idleMs / 1000} s`]: row(warm.at(-1)?.residentMb ?? NaN, 'MB'),
    },
  };
}
