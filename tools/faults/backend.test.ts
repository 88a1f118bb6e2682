/** Faults of the backend: restarts, tables that refuse writes, a failing tally, several rotators. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { noVotes } from '../../amplify/show';
import { auditVotes } from '../audience/vote-audit';
import type { ProxiedRequest, InterceptAction } from '../backend/fault-proxy';
import { readDocuments } from '../guest/documents';
import { endpointsOf } from '../guest/endpoints';
import { Guest } from '../guest/guest';
import { keepAlivePost } from '../guest/post';
import { startExtraRotator } from './extra-rotator';
import { roundSeconds, TestBackend, waitUntil, viewerCount } from './test-backend';

let testBackend: TestBackend;
beforeAll(async () => {
  testBackend = await TestBackend.open('backend');
  testBackend.audience.addViewers(viewerCount);
});
afterEach(() => void (testBackend.tablesProxy.intercept = () => 'pass'));
afterAll(() => testBackend.close());

const nothingLost: unknown = expect.objectContaining({ lost: 0, doubled: 0 });

/** The tally's update of a round. */
const isCount = ({ headers, body }: ProxiedRequest) => isCall(headers, 'UpdateItem') && body.includes('lasts');
const isBallot = ({ headers, body }: ProxiedRequest) =>
  isCall(headers, 'UpdateItem') && body.includes('"TableName":"Ballot');
const isRecord = ({ headers, body }: ProxiedRequest) =>
  isCall(headers, 'Query') && body.includes('"TableName":"CategoryRecord');
const isNewRound = ({ headers, body }: ProxiedRequest) =>
  isCall(headers, 'UpdateItem') && body.includes('"TableName":"Round') && body.includes('upcoming');
const isCall = (headers: ProxiedRequest['headers'], operation: string) =>
  String(headers['x-amz-target']).endsWith(`.${operation}`);

const refusal = (type: string): InterceptAction => ({
  answer: {
    status: 400,
    type: 'application/x-amz-json-1.0',
    body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: `${type}, by a fault test` },
  },
});

describe('every acknowledged vote is counted once, and all screens agree, after', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('a restart during a round: %s', async (signal) => {
    await testBackend.waitForNewRound();
    await testBackend.audience.keepVoting(testBackend.restart(signal));
    expect(await testBackend.checkRecovery(`restart, ${signal}`, 1)).toEqual(nothingLost);
  });

  it('a kill after a batch is counted and before it is acknowledged, with more votes waiting', async () => {
    await testBackend.waitForNewRound();
    let counts = 0;
    let laterBallots = 0;
    testBackend.tablesProxy.intercept = (exchange) => {
      if (counts > 0 && isBallot(exchange)) laterBallots += 1;
      return isCount(exchange) && counts++ === 0 ? { delayAnswerMs: 2000 } : 'pass';
    };
    const voting = testBackend.audience.keepVoting(2500);
    await waitUntil('a batch is counted', () => testBackend.tablesProxy.delayedAnswers > 0);
    await waitUntil('more ballots are written', () => laterBallots >= 10);
    await testBackend.backend.end('SIGKILL');
    await testBackend.backend.start();
    await voting;
    expect(await testBackend.checkRecovery('kill after the count', 1)).toEqual(nothingLost);
  });

  it('a kill after a ballot is written and before its stream record', async () => {
    await testBackend.waitForNewRound();
    let written = 0;
    testBackend.tablesProxy.intercept = (exchange) =>
      isBallot(exchange) && written++ >= 10 ? { delayAnswerMs: 1500 } : 'pass';
    const voting = testBackend.audience.keepVoting(2500);
    await waitUntil('ballots are stored whose answers are delayed', () => testBackend.tablesProxy.delayedAnswers >= 10);
    await testBackend.backend.end('SIGKILL');
    testBackend.tablesProxy.intercept = () => 'pass';
    await testBackend.backend.start();
    await voting;
    expect(await testBackend.checkRecovery('kill after the ballot', written - 10)).toEqual(nothingLost);
  });

  it.each<[string, (exchange: ProxiedRequest) => boolean, InterceptAction, number]>([
    ['the tally failing before its write', isCount, 'loseRequest', 8],
    ['the tally failing after its write, its batch delivered again', isCount, 'loseAnswer', 8],
    ['the tally failing at the records, its batch delivered again', isRecord, 'loseRequest', 8],
    ['ballots throttled', isBallot, refusal('ProvisionedThroughputExceededException'), 60],
    ['counts throttled', isCount, refusal('ProvisionedThroughputExceededException'), 8],
    ['ballots in conflict with others', isBallot, refusal('TransactionConflictException'), 60],
    ['conditions that fail without cause', isBallot, refusal('ConditionalCheckFailedException'), 60],
    ['ballots stored without an answer', isBallot, 'loseAnswer', 60],
    ['rounds that cannot be written', isNewRound, 'loseRequest', 2],
  ])('%s', async (scenario, isHit, action, times) => {
    await testBackend.waitForNewRound();
    const before = testBackend.tablesProxy.injected;
    testBackend.tablesProxy.intercept = (exchange) =>
      isHit(exchange) && testBackend.tablesProxy.injected - before < times ? action : 'pass';
    await testBackend.audience.keepVoting(2000);
    await waitUntil('the fault is injected', () => testBackend.tablesProxy.injected > before);
    const injected = testBackend.tablesProxy.injected - before;
    expect(await testBackend.checkRecovery(scenario, injected)).toEqual(nothingLost);
  });

  it('votes of ten clients for a round that cannot be written for the first half of its time', async () => {
    const { engine, outputs, tablesProxy } = testBackend;
    const documents = readDocuments(outputs);
    const post = keepAlivePost();
    const guests = Array.from({ length: 10 }, () => new Guest({ endpoints: endpointsOf(outputs), documents, post }));
    await Promise.all(guests.map((guest) => guest.ensureIdentity()));
    const roundId = String((Math.floor(Date.now() / (roundSeconds * 1000)) + 2) * roundSeconds);
    const startsAtMs = Number(roundId) * 1000;
    const before = tablesProxy.injected;
    tablesProxy.intercept = (exchange) =>
      isNewRound(exchange) && exchange.body.includes(roundId) && Date.now() < startsAtMs + 500 * roundSeconds
        ? refusal('ProvisionedThroughputExceededException')
        : 'pass';
    const vote = (love: number) =>
      Promise.all(
        guests.map(async (guest) => ({
          roundId,
          guest: guest.identityId ?? '',
          votesAcknowledged: await guest.castVotes(roundId, { ...noVotes, love }),
        })),
      );

    await waitUntil('the round begins', () => Date.now() > startsAtMs + 100);
    const early = await vote(3);
    await waitUntil('the early votes are counted', async () => (await auditVotes(engine, early)).uncounted === 0);
    const [guest] = guests;
    await waitUntil('the round is written', async () => (await guest?.snapshot())?.round?.roundId === roundId);
    expect(tablesProxy.injected).toBeGreaterThan(before);
    const all = await vote(4);
    await waitUntil('all votes are counted', async () => (await auditVotes(engine, all)).uncounted === 0);
    expect(await auditVotes(engine, all)).toEqual({ acknowledged: 40, lost: 0, doubled: 0, uncounted: 0 });
    const result = async () => (await guest?.recentRounds())?.find((round) => round.roundId === roundId);
    await waitUntil('the round has ended', async () => (await result()) !== undefined);
    expect(await result()).toMatchObject({ love: 40, voters: 10 });
  });

  it('two extra rotators, one of which crashes', async () => {
    const rotators = await Promise.all([
      startExtraRotator(testBackend.backendOptions),
      startExtraRotator(testBackend.backendOptions),
    ]);
    await testBackend.waitForNewRound();
    await testBackend.audience.keepVoting(1500);
    await rotators[0].kill();
    expect(await testBackend.checkRecovery('three rotators, one crashes', 3)).toEqual(nothingLost);
    await rotators[1].kill();
    expect(rotators.flatMap(({ logLines }) => logLines).filter((line) => line.includes('did not start'))).toEqual([]);
  });
});
