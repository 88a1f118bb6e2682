import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { marshall } from '@aws-sdk/util-dynamodb';
import { noVotes } from '../../show';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const movie = (id: string) => ({
  id,
  title: id,
  releaseDate: '1927-01-10',
  synopsis: 'Once upon a time.',
  poster: `/${id}.svg`,
  source: 'catalogue',
});
const votes = { ...noVotes, love: 3 };
const row = (startsAt: number) => ({
  show: 'matinee',
  startsAt,
  endsAt: startsAt + 10,
  movie: movie('a'),
  upcoming: movie('b'),
  ...votes,
  voters: 2,
  batches: new Set(['x']),
  expiresAt: startsAt + 86_400,
});

/** The rows that the DynamoDB endpoint returns. */
let rows: object[] = [];
/** How many requests get no response. */
let silent = 0;
const requests: { target: unknown; input: unknown }[] = [];
let server: Server;
let readLastRounds: (typeof import('./round-table'))['readLastRounds'];
let readLatestRound: (typeof import('./round-table'))['readLatestRound'];

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  requests.push({ target: request.headers['x-amz-target'], input: JSON.parse(await text(request)) });
  if (silent-- > 0) return;
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  response.end(JSON.stringify({ Items: rows.map((item) => marshall(item)), Count: rows.length }));
}

beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  ({ readLastRounds, readLatestRound } = await import('./round-table'));
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  requests.length = 0;
  silent = 0;
});

describe('the last rounds', () => {
  it('are read newest first, consistently', async () => {
    rows = [];
    await readLastRounds('Round-1', 50);
    expect(requests).toEqual([
      {
        target: 'DynamoDB_20120810.Query',
        input: {
          TableName: 'Round-1',
          KeyConditionExpression: '#show = :show',
          ExpressionAttributeNames: { '#show': 'show' },
          ExpressionAttributeValues: { ':show': { S: 'matinee' } },
          ScanIndexForward: false,
          Limit: 50,
          ConsistentRead: true,
        },
      },
    ]);
  });

  it('contain the movie that was shown and the one that was announced', async () => {
    rows = [row(20), row(10)];
    expect(await readLastRounds('Round-1', 50)).toEqual([
      { startsAt: 20, endsAt: 30, movie: movie('a'), upcoming: movie('b'), ...votes, voters: 2 },
      { startsAt: 10, endsAt: 20, movie: movie('a'), upcoming: movie('b'), ...votes, voters: 2 },
    ]);
  });

  it('contain the audience', async () => {
    rows = [{ ...row(10), expectedVoters: 400, rooms: 4 }];
    expect(await readLastRounds('Round-1', 50)).toMatchObject([{ voters: 2, expectedVoters: 400, rooms: 4 }]);
  });

  it('contain the place in the playlist', async () => {
    rows = [{ ...row(10), playlistEntry: 'entry' }];
    expect(await readLastRounds('Round-1', 50)).toMatchObject([{ playlistEntry: 'entry' }]);
  });

  it('contain the favourites of the people', async () => {
    const favourites = { ...noVotes, love: 2 };
    rows = [{ ...row(10), favourites }];
    expect(await readLastRounds('Round-1', 50)).toMatchObject([{ favourites }]);
  });

  it('omit rows that this version of the app cannot read', async () => {
    rows = [
      { ...row(30), upcoming: { ...movie('b'), title: '' } },
      { show: 'matinee', startsAt: 20, love: 1, voters: 1 },
      row(10),
    ];
    expect((await readLastRounds('Round-1', 50)).map(({ startsAt }) => startsAt)).toEqual([10]);
  });

  it('are read again if a request hangs', async () => {
    rows = [row(10)];
    silent = 1;
    expect(await readLastRounds('Round-1', 50)).toHaveLength(1);
    expect(requests).toHaveLength(2);
  });
});

it('the latest round is read alone', async () => {
  rows = [row(20)];
  expect(await readLatestRound('Round-1')).toMatchObject({ startsAt: 20, endsAt: 30 });
  expect(requests[0]?.input).toMatchObject({ Limit: 1, ScanIndexForward: false, ConsistentRead: true });
  rows = [{ show: 'matinee', startsAt: 20, love: 1, voters: 1 }];
  expect(await readLatestRound('Round-1')).toBeUndefined();
});
