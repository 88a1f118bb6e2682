import { fileURLToPath } from 'node:url';
import { defineFunction, secret } from '@aws-amplify/backend';
import { catalogue } from '../movies/catalogue';
import { findMissingPosters } from '../movies/missing-posters';
import { playMs, reserveMs } from './run-duration';

const missingPosters = findMissingPosters(catalogue, fileURLToPath(new URL('../../../public', import.meta.url)));
if (missingPosters.length > 0) {
  throw new Error(`Posters of catalogue.json are missing in public/: ${missingPosters.join(', ')}`);
}

export const movieRotator = defineFunction({
  name: 'movie-rotator',
  entry: './handler.ts',
  // Every minute. Amplify's `every 1m` would require a timeout of at most a minute, but runs must overlap.
  schedule: '* * * * ?',
  timeoutSeconds: (playMs + reserveMs) / 1000,
  memoryMB: 256,
  runtime: 24,
  architecture: 'arm64',
  resourceGroupName: 'data',
  environment: { TMDB_API_KEY: secret('TMDB_API_KEY') },
  logging: { format: 'json', retention: '1 month' },
});
