import { defineFunction } from '@aws-amplify/backend';

export const movieRotator = defineFunction({ name: 'movie-rotator', entry: './handler.ts', schedule: 'every 1m', timeoutSeconds: 59, runtime: 22, resourceGroupName: 'data' });
