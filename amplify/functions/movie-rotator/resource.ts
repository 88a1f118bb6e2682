import { defineFunction, secret } from '@aws-amplify/backend';

export const movieRotator = defineFunction({
  name: 'movie-rotator',
  entry: './handler.ts',
  schedule: 'every 1m',
  // Amplify requires a timeout below the interval of the schedule; see `runDurationMs` in rounds.ts.
  timeoutSeconds: 59,
  memoryMB: 256,
  runtime: 24,
  resourceGroupName: 'data',
  environment: { TMDB_API_KEY: secret('TMDB_API_KEY') },
  logging: { format: 'json', retention: '1 month' },
});
