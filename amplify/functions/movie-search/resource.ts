import { defineFunction, secret } from '@aws-amplify/backend';

/** The name of the function's data source. */
export const movieSearchSource = 'MovieSearch';

export const movieSearch = defineFunction({
  name: 'movie-search',
  entry: './handler.ts',
  timeoutSeconds: 10,
  memoryMB: 256,
  runtime: 24,
  architecture: 'arm64',
  resourceGroupName: 'data',
  environment: { TMDB_API_KEY: secret('TMDB_API_KEY') },
  logging: { format: 'json', retention: '1 month' },
});
