/** `npm run load`: puts load on a backend with headless guests and reports the results. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Outputs } from '../../live/backend';
import { scheduleArrivals } from './arrivals';
import { assertMaySpend } from './spending-limit';
import { endpointsOf } from '../guest/endpoints';
import { costOf, usageOf } from './estimate';
import { runLoad, type LoadResult } from './load-run';
import { identitiesAfterRun, readIdentities, writeIdentities } from './identities';
import { Interrupted, listenForInterruption } from '../command-line/interruption';
import { readOptions, usage } from './options';
import { exitCodes } from '../command-line/exit-codes';
import { optionsOrExit } from '../command-line/options-or-exit';
import { keepAlivePost } from '../guest/post';
import { ProgressLine } from './progress';
import { reportOf } from './report';
import { estimateText, reportText } from './report-text';
import { projectFolder } from '../project-folder';

const identitiesFolder = path.join(projectFolder, '.amplify/load');

async function readOutputs(file: string): Promise<Outputs> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Outputs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Error(`${file} does not exist. Start a backend first, with npm start or npx ampx sandbox.`, {
        cause: error,
      });
    }
    throw new Error(`${file} is not valid JSON: ${messageOf(error)}`, { cause: error });
  }
}

async function run(): Promise<void> {
  const options = optionsOrExit(readOptions, usage);
  const outputs = await readOutputs(path.resolve(projectFolder, options.outputs));
  const endpoints = endpointsOf(outputs);
  // A local backend creates identities without a limit, and may not know earlier ones.
  const identities = endpoints.isLocal ? [] : await readIdentities(identitiesFolder, endpoints.identityPoolId);
  const arrivals = scheduleArrivals(options.viewers, identities, endpoints.isLocal, options.arrivalsPerSecond);
  const rampSeconds = (arrivals.at(-1)?.at ?? 0) / 1000;

  if (!endpoints.isLocal) {
    const estimate = usageOf({ ...options, rampSeconds });
    console.error(`${endpoints.graphqlUrl} is not a local backend.\n${estimateText(estimate)}`);
    assertMaySpend(costOf(estimate).total, options);
  }

  // Loaded here because it takes seconds. Wrong options are reported at once.
  const { readDocuments } = await import('../guest/documents');
  const documents = readDocuments(outputs);
  await assertAnswers(endpoints.graphqlUrl);
  const { signal, secondSignal: atOnce } = listenForInterruption(process, () => {
    console.error('\nEnding the run. The report follows. Press Ctrl-C again to end at once.');
  });
  const progress = new ProgressLine(options.viewers, process.stderr);
  const changes = new Map<string, boolean>();
  const course = runLoad({
    ...options,
    endpoints,
    documents,
    arrivals,
    signal,
    onProgress: (stage, counts) => progress.show(stage, counts),
    onIdentity: (identityId, isGood) => changes.set(identityId, isGood),
  });
  let outcome: LoadResult;
  try {
    outcome = await Promise.race([course, atOnce]);
  } finally {
    progress.end();
    // After every run: Cognito limits the rate of new identities.
    if (!endpoints.isLocal)
      await writeIdentities(identitiesFolder, endpoints.identityPoolId, identitiesAfterRun(identities, changes));
  }

  const report = reportOf(options.viewers, outcome, signal.aborted);
  console.log(options.asJson ? JSON.stringify(report, null, 2) : `\n${reportText(report)}`);
}

/** An unsigned request is refused, which shows that the API runs. */
async function assertAnswers(graphqlUrl: string): Promise<void> {
  try {
    await keepAlivePost()(graphqlUrl, { 'content-type': 'application/json' }, '{}');
  } catch (error) {
    throw new Error(
      `${graphqlUrl} does not answer. Is the backend running? (${(error as NodeJS.ErrnoException).code})`,
      { cause: error },
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

run().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(messageOf(error));
    process.exit(error instanceof Interrupted ? error.exitCode : exitCodes.failed);
  },
);
