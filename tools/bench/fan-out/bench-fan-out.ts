/**
 * Measures the time from sending a `publishScores` mutation until the last of many subscribers has its message. Compares
 * the local backend with a bare `ws` server that sends the same bytes, and with AWS's own mock of AppSync.
 *
 * Each server and the subscribers run in separate processes. Two servers alternate, so that other load affects both. A
 * ratio compares two consecutive publications.
 */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepAlivePost } from '../../guest/post';
import { Child, monotonicMs } from '../child';
import type { Question, Reached } from './receivers';
import { startBackend, startBare, type Server } from './servers';
import { atLeast, atMost, medianRow, row, type Row } from '../goal';
import { requireOpenFiles } from '../open-files';
import type { Options } from '../options';
import { quantileOf } from '../../statistics/quantile';
import type { Report } from '../report';

const audiences = [100, 1000, 5000];
/** In smaller audiences the mutation takes most of the time, so the ratios have no goal. */
const largeAudience = 1000;
const full = { rounds: 15 };
const quick: typeof full = { rounds: 5 };
/** Publications to one subscriber before the first measurement, to compile code. */
const warmUpPublications = 300;
/** Rounds per audience before the measurement, to grow buffers. */
const warmUpRounds = 3;
/** Between publications, so that garbage of one does not affect the next. */
const pauseMs = 20;

const post = keepAlivePost({ timeoutMs: 60_000 });

type Receivers = Child<Question, Reached>;

export async function* benchFanOut({ isQuick }: Options): AsyncGenerator<Report> {
  const { rounds } = isQuick ? quick : full;
  requireOpenFiles(3 * Math.max(...audiences));
  const receivers: Receivers = new Child(path.join(import.meta.dirname, 'receivers.ts'));
  const { backend, startSimulator } = await startBackend();
  const started: Pick<Server, 'end'>[] = [receivers, backend];
  try {
    const text = await warmUp(receivers, backend);
    const bare = await startBare(text);
    started.push(bare);
    await warmUp(receivers, bare);
    const simulator = await startSimulator().catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error)),
    );
    if (!(simulator instanceof Error)) {
      started.push(simulator);
      await warmUp(receivers, simulator);
    }
    for (const audience of audiences) {
      const [own, others] = await takeTurns(receivers, [backend, bare], audience, rounds);
      const isLarge = audience >= largeAudience;
      const rows: Record<string, Row> = {
        'local backend': medianRow(own, 'ms', undefined, 1),
        'bare ws': medianRow(others, 'ms', undefined, 1),
        'local backend to bare ws': medianRow(ratios(own, others), '', isLarge ? atMost(1.3) : undefined, 2),
      };
      if (simulator instanceof Error) {
        rows['appsync-simulator'] = { figure: `could not be run: ${simulator.message}` };
      } else {
        const [ownAgain, simulated] = await takeTurns(receivers, [backend, simulator], audience, rounds);
        rows['appsync-simulator'] = medianRow(simulated, 'ms', undefined, 1);
        rows['appsync-simulator to local backend'] = medianRow(
          ratios(simulated, ownAgain),
          '',
          isLarge ? atLeast(10) : undefined,
          1,
        );
        // The limit for any server that writes one frame per socket.
        rows['appsync-simulator to bare ws'] = row(
          quantileOf(simulated, 0.5) / quantileOf(others, 0.5),
          '',
          undefined,
          1,
        );
      }
      yield { title: `${Buffer.byteLength(text)} bytes to each of ${audience.toLocaleString('en')} subscribers`, rows };
    }
  } finally {
    await Promise.all(started.map((each) => each.end()));
  }
}

async function open(receivers: Receivers, server: Server, count: number): Promise<void> {
  await receivers.ask({ type: 'open', server: server.name, count, subscription: await server.subscription() });
}

/** Returns the message of the last subscriber and its delay in milliseconds. */
async function publish(receivers: Receivers, server: Server): Promise<{ text: string; ms: number }> {
  const { headers, body } = await server.publication();
  await receivers.ask({ type: 'arm', server: server.name });
  const sentAt = monotonicMs();
  const answered = post(server.url, headers, body);
  const [{ at, text }, { status, json }] = await Promise.all([
    receivers.ask({ type: 'reached', server: server.name }),
    answered,
  ]);
  if (status !== 200) throw new Error(`${server.name} answered ${status}: ${JSON.stringify(json)}`);
  return { text, ms: at - sentAt };
}

/** Returns the text of a message. */
async function warmUp(receivers: Receivers, server: Server): Promise<string> {
  await open(receivers, server, 1);
  for (let published = 1; published < warmUpPublications; published++) await publish(receivers, server);
  return (await publish(receivers, server)).text;
}

/** Returns the times of both servers by round, in milliseconds. */
async function takeTurns(
  receivers: Receivers,
  servers: [Server, Server],
  audience: number,
  rounds: number,
): Promise<[number[], number[]]> {
  await receivers.ask({ type: 'close' });
  for (const server of servers) await open(receivers, server, audience);
  const times: [number[], number[]] = [[], []];
  for (let round = -warmUpRounds; round < rounds; round++) {
    // The order alternates, because garbage of one server affects the next.
    for (const turn of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const { ms } = await publish(receivers, servers[turn]);
      if (round >= 0) times[turn].push(ms);
      await sleep(pauseMs);
    }
  }
  return times;
}

const ratios = (values: number[], others: number[]) => values.map((value, round) => value / (others[round] ?? NaN));
