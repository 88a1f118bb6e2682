/** Faults of the backend: restarts, tables that refuse writes, a failing tally, several rotators. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ProxiedRequest, InterceptAction } from '../backend/fault-proxy';
import { startExtraRotator } from './extra-rotator';
import { TestBackend, waitUntil, viewerCount } from './test-backend';

let testBackend: TestBackend;
beforeAll(async () => {
  testBackend = await TestBackend.open('backend');
  testBackend.audience.addViewers(viewerCount);
});
afterEach(() => void (testBackend.tablesProxy.intercept = () => 'pass'));
afterAll(() => testBackend.close());

const nothingLost: unknown = expect.objectContaining({ lost: 0, doubled: 0 });

/** The tally's update of its shard's row. */
const isCount = ({ headers, body }: ProxiedRequest) => isCall(headers, 'UpdateItem') && body.includes('watermark');
const isBallot = ({ headers, body }: ProxiedRequest) =>
  isCall(headers, 'UpdateItem') && body.includes('"TableName":"Ballot');
const isSum = ({ headers, body }: ProxiedRequest) =>
  isCall(headers, 'Query') && body.includes('"TableName":"RoundShard');
const isLease = ({ headers, body }: ProxiedRequest) =>
  isCall(headers, 'UpdateItem') && body.includes('"TableName":"PublishLease');
const isTotals = ({ headers, body }: ProxiedRequest) =>
  isCall(headers, 'UpdateItem') && body.includes('"TableName":"Round-') && body.includes('favourites');
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
    ['changes of the lease without an answer', isLease, 'loseAnswer', 8],
    ['the tally failing after its claim, at the sum', isSum, 'loseRequest', 12],
    ['the tally failing at the totals of the round, its batch delivered again', isTotals, 'loseRequest', 8],
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

  it('shards that split twice while votes are counted', async () => {
    await testBackend.waitForNewRound();
    const voting = testBackend.audience.keepVoting(2500);
    const split: number[] = [];
    for (let times = 0; times < 2; times++) {
      await testBackend.waitForAcknowledgement();
      split.push((await testBackend.backend.splitShards('Ballot-')).length);
    }
    await voting;
    expect(split).toEqual([8, 16]);
    expect(await testBackend.checkRecovery('shards that split', 2)).toEqual(nothingLost);
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
