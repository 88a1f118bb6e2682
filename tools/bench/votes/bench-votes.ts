/**
 * Measures how many votes per second the backend accepts, compared with bare updates of its tables, and how soon votes
 * reach other screens. The callers run in this process, the backend in another one, and each engine in its own thread.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { limits } from '../../../amplify/limits';
import { BackendProcess } from '../../backend/backend-process';
import { freePort } from '../../backend/free-port';
import type { Outputs } from '../../../live/backend';
import { atLeast, atMost, medianRow, row } from '../goal';
import { keepInFlight } from './in-flight';
import type { Options } from '../options';
import { quantileOf } from '../../statistics/quantile';
import type { Report } from '../report';
import { BareTable } from './bare-updates';
import { measureDelays } from './delay';
import { roundIdAt, Voters } from './voters';
import { projectFolder } from '../../project-folder';

const dataFolder = path.join(projectFolder, '.amplify/bench-votes');
const inFlight = 32;
const probers = 4;
/**
 * A small and a large audience, because scores are published less often the more guests vote. With fewer guests, the
 * delay bench would reach the limit of votes per guest.
 */
const guestCounts = [30, 300];

const full = { runs: 9, calls: 2000, delaySeconds: 60 };
const quick: typeof full = { runs: 3, calls: 500, delaySeconds: 10 };

/** Runs before the measurement, to compile code and fill caches. */
const warmUpRuns = 2;

/** Time for the round to start. */
const roundStartMs = 200;
/** Time for the tally to finish. */
const restMs = 500;

interface Run {
  accepted: number;
  bare: number;
  signingMs: number;
}

export async function* benchVotes({ isQuick }: Options): AsyncGenerator<Report> {
  const { runs, calls, delaySeconds } = isQuick ? quick : full;
  await rm(dataFolder, { recursive: true, force: true });
  const backend = new BackendProcess({ projectFolder, dataFolder, host: 'localhost', port: await freePort() });
  const outputs = (await backend.start()) as Outputs;
  const bareTable = await BareTable.open(path.join(dataFolder, 'bare'));
  try {
    for (const guestCount of guestCounts) {
      const voters = await Voters.enter(guestCount, outputs);
      const measured: Run[] = [];
      for (let run = -warmUpRuns; run < runs; run++) {
        const result = await oneRun(voters, bareTable, guestCount, calls);
        if (run >= 0) measured.push(result);
      }
      const accepted = measured.map((run) => run.accepted);
      const rate = quantileOf(accepted, 0.5);
      yield {
        title: `Votes of ${guestCount} guests, ${inFlight} calls under way`,
        rows: {
          'castVotes accepted per second': medianRow(accepted, ''),
          'bare conditional updates per second': medianRow(
            measured.map(({ bare }) => bare),
            '',
          ),
          'ratio, by pairs of runs': medianRow(
            measured.map((run) => run.accepted / run.bare),
            '',
            atLeast(0.6),
            2,
          ),
          'signing a call beforehand, not part of the above': medianRow(
            measured.map(({ signingMs }) => signingMs),
            'ms',
            undefined,
            2,
          ),
        },
      };
      const { delays, failures, votesPerSecond, publishedPerSecond } = await measureDelays(
        voters,
        await Voters.enter(probers, outputs),
        rate / 2,
        delaySeconds,
      );
      const goals = guestCount === guestCounts[0] ? [atMost(40), atMost(150)] : [];
      yield {
        title: `From the call to another guest's screen, ${guestCount} guests at half of that rate`,
        rows: {
          'delay, 50 %': row(quantileOf(delays, 0.5), 'ms', goals[0]),
          'delay, 99 %': row(quantileOf(delays, 0.99), 'ms', goals[1]),
          'delay, longest': row(Math.max(...delays), 'ms'),
          'votes measured; failures of all': { figure: `${delays.length}; ${JSON.stringify(failures)}` },
          'castVotes accepted per second meanwhile': row(votesPerSecond, ''),
          'scores published per second': row(publishedPerSecond, '', undefined, 1),
        },
      };
    }
  } finally {
    await bareTable.close();
    await backend.end('SIGTERM');
  }
}

/** Measures calls, then the same number of bare updates, at the start of a round. */
async function oneRun(voters: Voters, bareTable: BareTable, guestCount: number, count: number): Promise<Run> {
  const roundMs = limits.roundSeconds * 1000;
  const startsAt = (Math.floor(Date.now() / roundMs) + 1) * roundMs;
  const roundId = roundIdAt(startsAt);
  const signedAt = performance.now();
  const calls = await voters.prepare(roundId, count);
  const signingMs = (performance.now() - signedAt) / count;
  const updates = bareTable.updates(roundId, count, guestCount);
  // If signing took longer than the rest of the round, the new round has already started.
  await sleep(Math.max(0, startsAt - Date.now()));
  await sleep(roundStartMs);
  const accepted = count / (await keepInFlight(calls, inFlight));
  await sleep(restMs);
  const bare = count / (await keepInFlight(updates, inFlight));
  return { accepted, bare, signingMs };
}
