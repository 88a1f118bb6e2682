/**
 * One `publishScores` to many subscribers: from the moment at which the mutation is sent until the last of them has its
 * message, against a bare `ws` server that sends the same bytes, and against AWS's own mock of AppSync.
 *
 * Each server and the subscribers have a process of their own. The servers take turns, one publication each, so that
 * what else the machine does weighs on all of them; a ratio is that of two publications that follow each other.
 */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepAlivePost } from '../load/post';
import { Child, monotonicMs } from './child';
import type { Question, Reached } from './fan-out/receivers';
import { startBackend, startBare, type Server } from './fan-out/servers';
import { requireOpenFiles } from './open-files';
import { atLeast, atMost, type Row } from './page/goal';
import type { Report } from './report';
import { spread } from './spread';

const audiences = [100, 1000, 5000];
/** The ratio to the bare server has a goal from here: below, it is the mutation that takes the time, not the fan-out. */
const largeAudience = 1000;
const rounds = 11;
/** Code is compiled and buffers grow. */
const warmUpRounds = 3;
/** Between publications, so that one's garbage is not the next one's. */
const pauseMs = 20;

const post = keepAlivePost({ timeoutMs: 60_000 });

export async function benchFanOut(): Promise<Report[]> {
  requireOpenFiles(4 * Math.max(...audiences));
  const receivers = new Child<Question, Reached>(path.join(import.meta.dirname, 'fan-out/receivers.ts'));
  const { backend, startSimulator } = await startBackend();
  const servers = [backend];
  try {
    await open(receivers, backend, 1);
    const { text } = await publish(receivers, backend);
    servers.push(await startBare(text));
    const failure = await startSimulator().then((simulator) => void servers.push(simulator), (error: Error) => error.message);
    const reports: Report[] = [];
    for (const audience of audiences) {
      const times = await measure(receivers, servers, audience);
      const title = `Fan-out of ${Buffer.byteLength(text)} bytes to ${audience.toLocaleString('en')} subscribers, median of ${rounds} (quartiles)`;
      const rows = rowsOf(times, audience);
      if (failure) rows['appsync-simulator'] = { figure: `could not be run: ${failure}` };
      reports.push({ title, rows });
    }
    return reports;
  } finally {
    await Promise.all([receivers, ...servers].map((each) => each.end()));
  }
}

async function open(receivers: Child<Question, Reached>, server: Server, count: number): Promise<void> {
  await receivers.ask({ type: 'open', server: server.name, count, subscription: await server.subscription() });
}

/** @returns what the last subscriber got, and how long after the publication was sent, in milliseconds */
async function publish(receivers: Child<Question, Reached>, server: Server): Promise<{ text: string; ms: number }> {
  const { headers, body } = await server.publication();
  await receivers.ask({ type: 'arm', server: server.name });
  const sentAt = monotonicMs();
  const answer = post(server.url, headers, body);
  const [{ at, text }, { status, json }] = await Promise.all([receivers.ask({ type: 'reached', server: server.name }), answer]);
  if (status !== 200) throw new Error(`${server.name} answered ${status}: ${JSON.stringify(json)}`);
  return { text, ms: at - sentAt };
}

/** @returns times of each server, in the order of the rounds */
async function measure(receivers: Child<Question, Reached>, servers: Server[], audience: number): Promise<Map<string, number[]>> {
  await receivers.ask({ type: 'close' });
  for (const server of servers) await open(receivers, server, audience);
  const times = new Map<string, number[]>(servers.map(({ name }) => [name, []]));
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const server of servers) {
      const { ms } = await publish(receivers, server);
      if (round >= 0) times.get(server.name)?.push(ms);
      await sleep(pauseMs);
    }
  }
  return times;
}

function rowsOf(times: Map<string, number[]>, audience: number): Record<string, Row> {
  const rows: Record<string, Row> = {};
  for (const [name, values] of times) rows[`${name}: until the last is reached`] = spread(values, 'ms', undefined, 1);
  const [own = [], bare = [], simulator = []] = times.values();
  const ratio = (values: number[], others: number[]) => values.map((value, round) => value / (others[round] ?? NaN));
  rows['local backend to bare ws'] = spread(ratio(own, bare), 'times', audience >= largeAudience ? atMost(1.3) : undefined, 2);
  if (simulator.length > 0) rows['appsync-simulator to local backend'] = spread(ratio(simulator, own), 'times', atLeast(10), 1);
  return rows;
}
