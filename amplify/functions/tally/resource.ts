import { defineFunction } from '@aws-amplify/backend';

export const tally = defineFunction({
  name: 'tally',
  entry: './handler.ts',
  // After an outage, a batch may have votes of all rounds of an hour. Nothing waits for a tally that hangs: calls time out.
  timeoutSeconds: 60,
  memoryMB: 256,
  runtime: 24,
  architecture: 'arm64',
  resourceGroupName: 'data',
  logging: { format: 'json', retention: '1 month' },
});
