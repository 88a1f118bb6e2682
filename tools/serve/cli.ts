/** The command line: serves Matinee, with the local backend unless `amplify_outputs.json` names another. */
import { createNextApp, serve } from 'amplify-local/serve';
import { projectFolder } from '../project-folder';
import { parseCliOptions, usage, type CliOptions } from './cli-options';
import { matineeBackend } from './matinee';

/** What `next build` reads. */
const sources = [
  'app',
  'components',
  'languages',
  'live',
  'public',
  'amplify',
  'middleware.ts',
  'next.config.js',
  'tsconfig.json',
  'package-lock.json',
];

function readOptions(): CliOptions {
  try {
    const options = parseCliOptions(process.argv.slice(2), projectFolder);
    if (options) return options;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n--help shows all options.`);
    process.exit(1);
  }
}

const { roundSeconds, ...options } = readOptions();
await serve({
  ...options,
  ...matineeBackend(roundSeconds),
  app: createNextApp({ projectFolder, sources, readinessPath: '/icon.svg' }),
  secrets: process.env,
  dynamoDbEndpoint: process.env.DYNAMODB_ENDPOINT,
});
console.log(`\n  Matinee is on: http://${options.host}:${options.appPort}\n`);
