/** Runs the command against the local backend. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BackendProcess } from '../backend/backend-process';
import { freePort } from '../backend/free-port';
import type { Report } from './report';
import { projectFolder } from '../project-folder';

const execute = promisify(execFile);

let folder: string;
let backend: BackendProcess;
let outputs: string;

beforeAll(async () => {
  await mkdir(path.join(projectFolder, '.amplify'), { recursive: true });
  folder = await mkdtemp(path.join(projectFolder, '.amplify/test-'));
  backend = new BackendProcess({
    projectFolder,
    dataFolder: folder,
    host: 'localhost',
    port: await freePort(),
    context: { roundSeconds: 3 },
  });
  outputs = path.join(folder, 'amplify_outputs.json');
  await writeFile(outputs, JSON.stringify(await backend.start()));
}, 90_000);

afterAll(async () => {
  await backend.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

/** @throws if the command fails; the error contains stdout and stderr */
const load = (...args: string[]) => execute('npx', ['tsx', 'tools/load/run.ts', ...args], { cwd: projectFolder });

describe('npm run load', () => {
  it('reports twenty viewers as JSON, without lost votes or missed messages', async () => {
    const { stdout, stderr } = await load(
      '--outputs',
      outputs,
      '--viewers',
      '20',
      '--minutes',
      '0.15',
      '--votes-per-second',
      '2',
      '--messages-per-minute',
      '6',
      '--threads',
      '2',
      '--json',
    );
    const report = JSON.parse(stdout) as Report;
    expect(stderr).toContain('20 of 20 viewers live');
    expect(report.errors).toEqual({});
    expect(report).toMatchObject({
      viewers: 20,
      wasEndedEarly: false,
      arrivals: { count: 20 },
      connects: { count: 20 },
    });
    expect(report.votes.acknowledged).toBeGreaterThan(100);
    expect(report.votes).toMatchObject({ cast: report.votes.acknowledged, lost: 0 });
    expect(report.watchedVotes.shown).toBeGreaterThan(0);
    expect(report.watchedVotes.lost).toBe(0);
    expect(report.delays.count).toBe(report.watchedVotes.shown * 20);
    for (const field of ['onRound', 'onScores', 'onMessage']) {
      expect(report.deliveries[field], field).toMatchObject({ missed: 0, duplicated: 0, late: 0 });
      expect(report.deliveries[field]?.due, field).toBeGreaterThan(0);
    }
    expect(report.usage.voteCalls).toBe(report.calls.castVotes?.count);
    expect(report.cost.total).toBeGreaterThan(0);
  }, 120_000);

  it('requires --yes for a backend on AWS', async () => {
    const remote = path.join(folder, 'remote.json');
    await writeFile(
      remote,
      JSON.stringify({
        auth: { aws_region: 'eu-west-1', identity_pool_id: 'eu-west-1:test' },
        data: { url: 'https://abc.appsync-api.eu-west-1.amazonaws.com/graphql', aws_region: 'eu-west-1' },
      }),
    );
    const refused = load('--outputs', remote, '--viewers', '1000');
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('Confirm it with --yes.') as string,
    });
    await expect(refused).rejects.toMatchObject({ stderr: expect.stringContaining('$') as string });
  });

  it('reports a backend that does not run', async () => {
    const ended = path.join(folder, 'ended.json');
    const url = `HTTP://localhost:${await freePort()}/graphql`;
    const local = JSON.parse(await readFile(outputs, 'utf8')) as { data: object };
    await writeFile(ended, JSON.stringify({ ...local, data: { ...local.data, url } }));
    await expect(load('--outputs', ended)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('does not answer') as string,
    });
  });

  it.each([
    [['--viewers', 'many'], 2, '--viewers takes a whole number'],
    [['--veiwers', '10'], 2, '--help shows all options.'],
    [['--outputs', 'nowhere.json'], 1, 'Start a backend first'],
  ])('refuses %j with exit code %i and a reason', async (args, code, words) => {
    await expect(load(...args)).rejects.toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringContaining(words) as string,
    });
  });
});
