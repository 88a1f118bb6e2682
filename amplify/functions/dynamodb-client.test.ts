import { createServer, type AddressInfo } from 'node:net';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, expect, it, vi } from 'vitest';
import { createDynamoDbClient } from './dynamodb-client';

/** Time after which Lambda ends the tally, the function with the shorter time limit. */
const tallyTimeoutMs = 15_000;

afterEach(() => {
  vi.unstubAllEnvs();
});

it(
  'fails a call that is never answered well before Lambda ends the function',
  async () => {
    let connections = 0;
    const server = createServer(() => {
      connections++;
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const client = createDynamoDbClient();
    try {
      const startedAt = Date.now();
      await expect(client.send(new GetCommand({ TableName: 'Round', Key: { show: 'matinee' } }))).rejects.toMatchObject(
        {
          name: 'TimeoutError',
        },
      );
      expect(Date.now() - startedAt).toBeLessThan(tallyTimeoutMs / 2);
      expect(connections).toBe(3);
    } finally {
      client.destroy();
      server.close();
    }
  },
  tallyTimeoutMs,
);
