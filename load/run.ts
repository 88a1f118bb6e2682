/** `npm run load`: drives a backend with headless guests, and reports what they met. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Outputs } from '../live/backend';
import { arrivalsOf } from './arrivals';
import { endpointsOf } from './endpoints';
import { usageOf } from './estimate';
import { runFleet } from './fleet';
import { readIdentities, writeIdentities } from './identities';
import { readOptions, usage } from './options';
import { keepAlivePost } from './post';
import { ProgressLine } from './progress';
import { reportOf } from './report';
import { estimateText, reportText } from './report-text';

const projectFolder = path.resolve(import.meta.dirname, '..');
const identitiesFolder = path.join(projectFolder, '.amplify/load');

async function readOutputs(file: string): Promise<Outputs> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Outputs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Error(`There is no ${file}: start a backend first, with npm start or npx ampx sandbox.`, { cause: error });
    }
    throw new Error(`${file} is broken: ${messageOf(error)}`, { cause: error });
  }
}

async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.wantsHelp) return console.log(usage);
  const outputs = await readOutputs(path.resolve(projectFolder, options.outputs));
  const endpoints = endpointsOf(outputs);
  // A local backend makes as many as are asked for, and may have forgotten them.
  const identities = endpoints.isLocal ? [] : await readIdentities(identitiesFolder, endpoints.identityPoolId);
  const arrivals = arrivalsOf(options.viewers, identities, endpoints.isLocal, options.arrivalsPerSecond);
  const rampSeconds = (arrivals.at(-1)?.at ?? 0) / 1000;

  if (!endpoints.isLocal) {
    console.error(`${endpoints.graphqlUrl} is no backend of this machine.\n${estimateText(usageOf({ ...options, rampSeconds }))}`);
    if (!options.isAgreed) throw new Error('Nothing was done. Go ahead with --yes.');
  }

  // Loaded here, as it takes seconds: a wrong option is told at once.
  const { readDocuments } = await import('./documents');
  const documents = readDocuments(outputs);
  const ending = new AbortController();
  await assertAnswers(endpoints.graphqlUrl);
  let interruptedAt = Infinity;
  process.on('SIGINT', () => {
    // npm and tsx may pass on what the terminal has sent already.
    if (performance.now() - interruptedAt > 1000) process.exit(130);
    if (ending.signal.aborted) return;
    interruptedAt = performance.now();
    console.error('\nThe viewers leave; then comes the report. Once more ends at once.');
    ending.abort();
  });
  const progress = new ProgressLine(options.viewers, process.stderr);
  const outcome = await runFleet({
    ...options, endpoints, documents, arrivals,
    onProgress: (stage, counts) => progress.show(stage, counts),
    signal: ending.signal,
  });
  progress.end();
  if (!endpoints.isLocal) {
    await writeIdentities(identitiesFolder, endpoints.identityPoolId, [...outcome.identityIds, ...identities.slice(options.viewers)]);
  }

  const report = reportOf(options.viewers, outcome, ending.signal.aborted);
  console.log(options.asJson ? JSON.stringify(report, null, 2) : `\n${reportText(report)}`);
}

/** Without a signature it refuses, but it is there. */
async function assertAnswers(graphqlUrl: string): Promise<void> {
  try {
    await keepAlivePost()(graphqlUrl, { 'content-type': 'application/json' }, '{}');
  } catch (error) {
    throw new Error(`${graphqlUrl} does not answer: is the backend running? (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

run().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(messageOf(error));
    process.exit(1);
  },
);
