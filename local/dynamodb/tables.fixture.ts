/** Tables for tests: one with a stream and a time to live, and one with a composite key. */
import type { Table } from '../cloudformation/deployment';
import type { Principal } from '../iam/principal';
import { startDynamoDbEngine, type DynamoDbEngine } from './engine';

export const region = 'eu-west-1';
export const accountId = '111122223333';

export const ballotTable: Table = {
  name: 'Ballot',
  arn: `arn:aws:dynamodb:${region}:${accountId}:table/Ballot`,
  keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  streamArn: `arn:aws:dynamodb:${region}:${accountId}:table/Ballot/stream/2026-01-01T00:00:00.000`,
  timeToLiveAttribute: 'expiresAt',
};

export const roundTable: Table = {
  name: 'Round',
  arn: `arn:aws:dynamodb:${region}:${accountId}:table/Round`,
  keySchema: [
    { AttributeName: 'show', KeyType: 'HASH' },
    { AttributeName: 'startsAt', KeyType: 'RANGE' },
  ],
  attributeDefinitions: [
    { AttributeName: 'show', AttributeType: 'S' },
    { AttributeName: 'startsAt', AttributeType: 'N' },
  ],
};

export const tallyPrincipal: Principal = {
  roleArn: `arn:aws:iam::${accountId}:role/tally`,
  userArn: `arn:aws:sts::${accountId}:assumed-role/tally/tally`,
};

/** Starts dynalite in memory with both tables. */
export function startTestEngine(): Promise<DynamoDbEngine> {
  return startDynamoDbEngine({ tables: [ballotTable, roundTable], region, accountId });
}
