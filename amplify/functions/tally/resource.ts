import { defineFunction } from '@aws-amplify/backend';

export const tally = defineFunction({ name: 'tally', entry: './handler.ts', timeoutSeconds: 10, runtime: 22, resourceGroupName: 'data' });
