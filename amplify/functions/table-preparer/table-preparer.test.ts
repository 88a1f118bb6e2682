import { DescribeTableCommand, UpdateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CloudFormationCustomResourceCreateEvent } from 'aws-lambda';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { answer } from './answer';
import { prepareTable, propertiesSchema } from './prepare-table';

describe('prepareTable', () => {
  const updatesWith = async (current: number | undefined) => {
    const updates: unknown[] = [];
    const send = vi.fn((command: DescribeTableCommand | UpdateTableCommand) => {
      if (command instanceof UpdateTableCommand) updates.push(command.input);
      const WarmThroughput = current === undefined ? undefined : { WriteUnitsPerSecond: current };
      return Promise.resolve({ Table: { WarmThroughput } });
    });
    const client = { send } as unknown as Pick<DynamoDBClient, 'send'>;
    await prepareTable(client, { TableName: 'Ballot', WriteUnits: 50_000 });
    return updates;
  };

  it.each([undefined, 4000, 49_999])('raises a warm throughput of %s', async (current) => {
    expect(await updatesWith(current)).toEqual([
      { TableName: 'Ballot', WarmThroughput: { WriteUnitsPerSecond: 50_000 } },
    ]);
  });

  it.each([50_000, 600_000])('keeps a warm throughput of %i, which DynamoDB would not lower', async (current) => {
    expect(await updatesWith(current)).toEqual([]);
  });

  it('reads numbers as CloudFormation sends them', () => {
    expect(propertiesSchema.parse({ ServiceToken: 'arn', TableName: 'Ballot', WriteUnits: '5000' })).toEqual({
      TableName: 'Ballot',
      WriteUnits: 5000,
    });
  });
});

describe('answer', () => {
  const event: CloudFormationCustomResourceCreateEvent = {
    RequestType: 'Create',
    ServiceToken: 'arn',
    ResponseURL: 'https://answers/1',
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'BallotWarmThroughput',
    ResourceType: 'Custom::WarmThroughput',
    ResourceProperties: { ServiceToken: 'arn' },
  };
  const ids = {
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'BallotWarmThroughput',
    PhysicalResourceId: 'BallotWarmThroughput',
  };
  const answerTo = async (work: () => Promise<void>) => {
    const send = vi.fn<(url: string, body: string) => Promise<void>>(() => Promise.resolve());
    await answer(event, work, send);
    const [url, body] = send.mock.calls[0] ?? [];
    return { url, body: JSON.parse(body ?? '') as unknown };
  };

  it('reports success', async () => {
    expect(await answerTo(() => Promise.resolve())).toEqual({
      url: 'https://answers/1',
      body: { ...ids, Status: 'SUCCESS' },
    });
  });

  describe('is put into S3', () => {
    /** Answers as S3 does to a signed URL, and keeps what it receives. */
    const serve = async (received: unknown[], status: number) => {
      const server = createServer((request, response) => {
        received.push([request.method, request.url, request.headers['content-type'] ?? '']);
        request.resume().on('end', () => response.writeHead(status).end());
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void server.close());
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?Signature=abc`;
    };

    it('without a content type, which is not part of the signature', async () => {
      const received: unknown[] = [];
      await answer({ ...event, ResponseURL: await serve(received, 200) }, () => Promise.resolve());
      expect(received).toEqual([['PUT', '/answer?Signature=abc', '']]);
    });

    it('and a refusal is an error, so that Lambda tries again', async () => {
      const refused = answer({ ...event, ResponseURL: await serve([], 403) }, () => Promise.resolve());
      await expect(refused).rejects.toThrow('CloudFormation refused the answer with status 403.');
    });
  });

  it('reports why the work failed, so that the deployment does not wait', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { body } = await answerTo(() => Promise.reject(new Error('The quota of the table is 40,000.')));
    expect(body).toEqual({ ...ids, Status: 'FAILED', Reason: 'Error: The quota of the table is 40,000.' });
  });
});
