/** Votes for a round that cannot be written when it begins, by clients that know its id from the time. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { limits } from '../../amplify/limits';
import { noVotes } from '../../amplify/show';
import { auditVotes, countedVotes } from '../audience/vote-audit';
import { readDocuments } from '../guest/documents';
import { endpointsOf } from '../guest/endpoints';
import { Guest } from '../guest/guest';
import { keepAlivePost } from '../guest/post';
import { TestBackend, waitUntil } from './test-backend';

const roundMs = limits.roundSeconds * 1000;

let testBackend: TestBackend;
beforeAll(async () => {
  testBackend = await TestBackend.open('unwritten-round', { context: { roundSeconds: limits.roundSeconds } });
});
afterAll(() => testBackend.close());

it('are counted, whether they arrive before the round is written or after', async () => {
  const { engine, outputs, tablesProxy } = testBackend;
  const options = { endpoints: endpointsOf(outputs), documents: readDocuments(outputs), post: keepAlivePost() };
  const guests = Array.from({ length: 10 }, () => new Guest(options));
  await Promise.all(guests.map((guest) => guest.ensureIdentity()));
  const startsAtMs = (Math.floor(Date.now() / roundMs) + 1) * roundMs;
  const roundId = String(startsAtMs / 1000);

  let isRefusing = true;
  tablesProxy.intercept = ({ headers, body }) => {
    const isNewRound = body.includes('"TableName":"Round') && body.includes('upcoming') && body.includes(roundId);
    const isWrite = String(headers['x-amz-target']).endsWith('.UpdateItem');
    if (!isWrite || !isNewRound || !isRefusing) return 'pass';
    const type = 'ProvisionedThroughputExceededException';
    const error = { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'Refused by a fault test' };
    return { answer: { status: 400, type: 'application/x-amz-json-1.0', body: error } };
  };
  const vote = (love: number) =>
    Promise.all(
      guests.map(async (guest) => ({
        votesAcknowledged: await guest.castVotes(roundId, { ...noVotes, love }),
        roundId,
        guest: guest.identityId ?? '',
      })),
    );

  await waitUntil('the round begins', () => Date.now() > startsAtMs + 100);
  await vote(3);
  await waitUntil('the early votes are counted', async () => (await countedVotes(engine, roundId)).love === 30);

  const snapshot = () => (guests[0] as Guest).snapshot();
  expect((await snapshot()).round?.roundId, 'while the round cannot be written').not.toBe(roundId);
  isRefusing = false;
  await waitUntil('the round is written', async () => (await snapshot()).round?.roundId === roundId);
  expect(tablesProxy.injected).toBeGreaterThan(0);
  const all = await vote(4);
  await waitUntil('all votes are counted', async () => (await auditVotes(engine, all)).uncounted === 0);
  expect(await auditVotes(engine, all)).toEqual({ acknowledged: 40, lost: 0, doubled: 0, uncounted: 0 });
  expect((await snapshot()).scores).toMatchObject({ roundId, love: 40, voters: 10 });
});
