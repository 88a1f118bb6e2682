/** What tests of event source mappings have in common. */
import type { EventSourceMapping as Mapping } from '../cloudformation/deployment';
import type { StreamRecord } from '../dynamodb/dynamodb';

export const anyMapping: Mapping = {
  functionArn: 'the function',
  streamArn: 'the stream',
  batchSize: 100,
  maximumBatchingWindowSeconds: 0,
  tumblingWindowSeconds: 0,
  maximumRetryAttempts: -1,
  maximumRecordAgeSeconds: -1,
};

/** Uses the fake timers, which do not affect `node:timers/promises`. */
export const sleep = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise<void>((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = () => {
      signal.removeEventListener('abort', end);
      resolve();
    };
    setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });

export const numberOf = ({ dynamodb }: StreamRecord): number => Number((dynamodb.Keys.id as { N: string }).N);
