/** What happens to the backend itself: ends, restarts, tables that refuse, a tally that fails, rotators too many. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ProxiedRequest, InterceptAction } from '../backend/fault-proxy';
import { startExtraRotator } from './extra-rotator';
import { TestBackend, waitUntil, viewerCount } from './test-backend';

let theatre: TestBackend;
beforeAll(async () => {
  theatre = await TestBackend.open('backend');
  theatre.audience.addViewers(viewerCount);
});
afterEach(() => void (theatre.tablesProxy.intercept = () => 'pass'));
afterAll(() => theatre.close());

const nothingLost: unknown = expect.objectContaining({ lost: 0, doubled: 0 });

/** What the tally adds to a round. */
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
  it.each(['SIGTERM', 'SIGKILL'] as const)('a restart in mid-round: %s', async (signal) => {
    await theatre.waitForNewRound();
    await theatre.audience.keepVoting(theatre.restart(signal));
    expect(await theatre.checkRecovery(`restart, ${signal}`, 1)).toEqual(nothingLost);
  });

  it('a kill between the count of a batch and the end of the batch, with more votes behind it', async () => {
    await theatre.waitForNewRound();
    let counts = 0;
    let laterBallots = 0;
    theatre.tablesProxy.intercept = (exchange) => {
      if (counts > 0 && isBallot(exchange)) laterBallots += 1;
      return isCount(exchange) && counts++ === 0 ? { delayAnswerMs: 2000 } : 'pass';
    };
    const voting = theatre.audience.keepVoting(2500);
    await waitUntil('a batch is counted', () => theatre.tablesProxy.delayedAnswers > 0);
    await waitUntil('more ballots are written', () => laterBallots >= 10);
    await theatre.backend.end('SIGKILL');
    await theatre.backend.start();
    await voting;
    expect(await theatre.checkRecovery('kill after the count', 1)).toEqual(nothingLost);
  });

  it('a kill between a ballot and its record in the stream', async () => {
    await theatre.waitForNewRound();
    let written = 0;
    theatre.tablesProxy.intercept = (exchange) =>
      isBallot(exchange) && written++ >= 10 ? { delayAnswerMs: 1500 } : 'pass';
    const voting = theatre.audience.keepVoting(2500);
    await waitUntil('ballots are stored whose answers are delayed', () => theatre.tablesProxy.delayedAnswers >= 10);
    await theatre.backend.end('SIGKILL');
    theatre.tablesProxy.intercept = () => 'pass';
    await theatre.backend.start();
    await voting;
    expect(await theatre.checkRecovery('kill after the ballot', written - 10)).toEqual(nothingLost);
  });

  it.each<[string, (exchange: ProxiedRequest) => boolean, InterceptAction, number]>([
    ['the tally failing before its write', isCount, 'loseRequest', 8],
    ['the tally failing after its write, its batch delivered again', isCount, 'loseAnswer', 8],
    ['the tally failing at the records, its batch delivered again', isRecord, 'loseRequest', 8],
    ['ballots throttled', isBallot, refusal('ProvisionedThroughputExceededException'), 60],
    ['counts throttled', isCount, refusal('ProvisionedThroughputExceededException'), 8],
    ['ballots in conflict with others', isBallot, refusal('TransactionConflictException'), 60],
    ['conditions that fail for no reason', isBallot, refusal('ConditionalCheckFailedException'), 60],
    ['ballots stored whose storing nobody heard of', isBallot, 'loseAnswer', 60],
    ['rounds that cannot be written', isNewRound, 'loseRequest', 2],
  ])('%s', async (scenario, isHit, treatment, times) => {
    await theatre.waitForNewRound();
    const before = theatre.tablesProxy.injected;
    theatre.tablesProxy.intercept = (exchange) =>
      isHit(exchange) && theatre.tablesProxy.injected - before < times ? treatment : 'pass';
    await theatre.audience.keepVoting(2000);
    await waitUntil('the fault has come', () => theatre.tablesProxy.injected > before);
    const injected = theatre.tablesProxy.injected - before;
    expect(await theatre.checkRecovery(scenario, injected)).toEqual(nothingLost);
  });

  it('two more rotators at once, and the death of one', async () => {
    const rotators = await Promise.all([
      startExtraRotator(theatre.backendOptions),
      startExtraRotator(theatre.backendOptions),
    ]);
    await theatre.waitForNewRound();
    await theatre.audience.keepVoting(1500);
    await rotators[0].die();
    expect(await theatre.checkRecovery('three rotators, one dies', 3)).toEqual(nothingLost);
    await rotators[1].die();
    expect(rotators.flatMap(({ said }) => said).filter((line) => line.includes('did not start'))).toEqual([]);
  });
});
