/** The command line: serves Matinee, with the local backend unless `amplify_outputs.json` names another. */
import { createNextApp, serve } from 'amplify-local/serve';
import { optionsOrExit } from '../command-line/options-or-exit';
import { projectFolder } from '../project-folder';
import { parseCliOptions, usage } from './cli-options';
import { readMovieIds } from './movie-ids';
import { matineeBackend } from './matinee';
import { signInHelp } from './sign-in-help';

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

const { roundSeconds, firstMovie, ...options } = optionsOrExit(
  (args) => parseCliOptions(args, projectFolder, readMovieIds),
  usage,
);
const { url, users } = await serve({
  ...options,
  optionNames: { appPort: '--port', backendPort: '--backend-port', host: '--host', fresh: '--fresh' },
  ...matineeBackend({ roundSeconds, firstMovie }),
  app: createNextApp({ projectFolder, sources, readinessPath: '/icon.svg' }),
  secrets: process.env,
  dynamoDbEndpoint: process.env.DYNAMODB_ENDPOINT,
});
console.log(`\n  Matinee is on: ${url}\n${users.map((user) => signInHelp(url, user)).join('')}`);
