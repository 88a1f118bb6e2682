import { defineFunction } from '@aws-amplify/backend';

export const tally = defineFunction({
  name: 'tally',
  entry: './handler.ts',
  timeoutSeconds: 15,
  memoryMB: 256,
  runtime: 24,
  architecture: 'arm64',
  resourceGroupName: 'data',
  logging: { format: 'json', retention: '1 month' },
});
