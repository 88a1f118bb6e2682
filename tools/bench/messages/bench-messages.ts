/** Counts messages and writes per vote with growing audiences, and compares them with the old sample. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { atMost, row, type Row } from '../goal';
import { HeadlessAudience } from '../../audience/headless-audience';
import { withCountedBackend } from '../../backend/counted-backend';
import { eachVoteToAll } from './each-vote-to-all';
import { votesPerSecond, type Traffic } from './traffic';
import { voteFor } from './vote-for';
import type { Options } from '../options';
import type { Report } from '../report';
import { projectFolder } from '../../project-folder';

const dataFolder = path.join(projectFolder, '.amplify/bench-messages');

const full = { audiences: [10, 100, 1000], oldAudiences: [10, 100], seconds: 30 };
const quick: typeof full = { audiences: [10, 100], oldAudiences: [10, 100], seconds: 10 };

export async function* benchMessages({ isQuick }: Options): AsyncGenerator<Report> {
  const { audiences, oldAudiences, seconds } = isQuick ? quick : full;
  await rm(dataFolder, { recursive: true, force: true });
  await mkdir(dataFolder, { recursive: true });
  const title = `${seconds} s, ${votesPerSecond} votes a second and viewer`;

  const measured: Traffic[] = [];
  for (const viewers of audiences) measured.push(await ofThisApp(viewers, seconds));
  yield { title: `This app: ${title}`, rows: rowsOf(measured, deliveredPerViewer(measured[0])) };

  const old: Traffic[] = [];
  for (const viewers of oldAudiences) old.push(await eachVoteToAll(viewers, seconds, dataFolder));
  yield { title: `Each vote to all: ${title}`, rows: rowsOf(old) };
}

const ofThisApp = (viewers: number, seconds: number): Promise<Traffic> =>
  withCountedBackend(path.join(dataFolder, String(viewers)), async ({ outputs, tables }) => {
    const audience = await HeadlessAudience.enter(viewers, outputs);
    try {
      return await voteFor(seconds, audience, tables.writes);
    } finally {
      audience.close();
    }
  });

const deliveredPerViewer = (traffic?: Traffic) =>
  traffic ? traffic.delivered / traffic.viewers / traffic.seconds : NaN;

/** @param most - the goal for messages per viewer and second */
function rowsOf(measured: Traffic[], most?: number): Record<string, Row> {
  const perHouse = measured.map((traffic): [string, Row][] => {
    const { viewers, votes, calls, delivered, seconds, failed } = traffic;
    const writes = Object.values(traffic.writes).reduce((sum, each) => sum + each, 0);
    const byTable = Object.entries(traffic.writes)
      .filter(([, count]) => count > 0)
      .map(([table, count]) => `${table} ${count}`);
    const name = `${viewers.toLocaleString('en')} viewers`;
    const isCompared = most !== undefined && traffic !== measured[0];
    const messages = row(deliveredPerViewer(traffic), '', isCompared ? atMost(most) : undefined, 2);
    // Failed votes cause no messages, so the goal is not met.
    if (isCompared && failed > 0) messages.result = `not measured: ${failed} failures`;
    return [
      [`${name}: messages delivered per viewer and second`, messages],
      [`${name}: messages delivered per second, to all`, row(delivered / seconds, '')],
      [`${name}: writes per vote`, row(writes / votes, '', undefined, 2)],
      [`${name}: writes per viewer and second`, row(writes / viewers / seconds, '', undefined, 2)],
      [`${name}: writes to tables`, { figure: byTable.join(', ') }],
      [`${name}: votes, calls, failures`, { figure: `${votes}, ${calls}, ${failed}` }],
    ];
  });
  return Object.fromEntries(perHouse.flat());
}
