/** What happens to the backend itself: ends, restarts, tables that refuse, a tally that fails, rotators too many. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Exchange, Treatment } from './fault-proxy';
import { startRotator } from './rotators';
import { Theatre, until, viewers } from './theatre';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open('backend');
  theatre.audience.enter(viewers);
});
afterEach(() => void (theatre.tablesProxy.treat = () => 'pass'));
afterAll(() => theatre.close());

const nothingLost = expect.objectContaining({ lost: 0, doubled: 0 });

/** What the tally adds to a round. */
const isCount = ({ headers, body }: Exchange) => isCall(headers, 'UpdateItem') && body.includes('lasts');
const isBallot = ({ headers, body }: Exchange) => isCall(headers, 'UpdateItem') && body.includes('"TableName":"Ballot');
const isRecord = ({ headers, body }: Exchange) => isCall(headers, 'Query') && body.includes('"TableName":"Leader');
const isNewRound = ({ headers, body }: Exchange) => isCall(headers, 'PutItem') && body.includes('"TableName":"Round');
const isCall = (headers: Exchange['headers'], operation: string) => String(headers['x-amz-target']).endsWith(`.${operation}`);

const refusal = (type: string): Treatment => ({
  answer: {
    status: 400,
    type: 'application/x-amz-json-1.0',
    body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: `${type}, by a fault test` },
  },
});

describe('every acknowledged vote is counted once, and all screens agree, after', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('a restart in mid-round: %s', async (signal) => {
    await theatre.curtainUp();
    await theatre.audience.voteFor(theatre.restart(signal));
    expect(await theatre.settle(`restart, ${signal}`, 1)).toEqual(nothingLost);
  });

  it('a kill between the count of a batch and the end of the batch, with more votes behind it', async () => {
    await theatre.curtainUp();
    let counted = 0;
    theatre.tablesProxy.treat = (exchange) => (isCount(exchange) && counted++ === 0 ? { delayAnswerMs: 2000 } : 'pass');
    const voting = theatre.audience.voteFor(2500);
    await until('a batch is counted', () => counted > 0);
    await sleep(300);
    await theatre.backend.end('SIGKILL');
    await theatre.backend.start();
    await voting;
    expect(await theatre.settle('kill after the count', 1)).toEqual(nothingLost);
  });

  it('a kill between a ballot and its record in the stream', async () => {
    await theatre.curtainUp();
    let written = 0;
    theatre.tablesProxy.treat = (exchange) => (isBallot(exchange) && written++ >= 10 ? { delayAnswerMs: 1500 } : 'pass');
    const voting = theatre.audience.voteFor(2500);
    await until('ballots are written', () => written > 20);
    await sleep(200);
    await theatre.backend.end('SIGKILL');
    theatre.tablesProxy.treat = () => 'pass';
    await theatre.backend.start();
    await voting;
    expect(await theatre.settle('kill after the ballot', written - 10)).toEqual(nothingLost);
  });

  it.each<[string, (exchange: Exchange) => boolean, Treatment, number]>([
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
    await theatre.curtainUp();
    const before = theatre.tablesProxy.injected;
    theatre.tablesProxy.treat = (exchange) =>
      isHit(exchange) && theatre.tablesProxy.injected - before < times ? treatment : 'pass';
    await theatre.audience.voteFor(2000);
    await until('the fault has come', () => theatre.tablesProxy.injected > before);
    const injected = theatre.tablesProxy.injected - before;
    expect(await theatre.settle(scenario, injected)).toEqual(nothingLost);
  });

  it('two more rotators at once, and the death of one', async () => {
    const rotators = await Promise.all([startRotator(theatre.backendOptions), startRotator(theatre.backendOptions)]);
    await theatre.curtainUp();
    await theatre.audience.voteFor(1500);
    await rotators[0].die();
    expect(await theatre.settle('three rotators, one dies', 3)).toEqual(nothingLost);
    await rotators[1].die();
    expect(rotators.flatMap(({ said }) => said).filter((line) => line.includes('did not start'))).toEqual([]);
  });
});
