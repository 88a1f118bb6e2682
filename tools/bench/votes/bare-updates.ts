/** Writes ballots directly to dynalite, with the same expressions as `castVotes`. */
import { createTables, DynaliteThread, DynamoDbEngineClient } from 'amplify-local/dynamodb';
import { limits } from '../../../amplify/limits';
import { categories, noVotes } from '../../../amplify/show';

const region = 'us-east-1';
const assignments = [
  'roundId = :roundId',
  'expiresAt = :expiresAt',
  ...categories.map((category) => `#${category} = :${category}`),
];
const noneFalls = categories.map((category) => `#${category} <= :${category}`);

export class BareTable {
  private constructor(
    private readonly dynalite: DynaliteThread,
    private readonly client: DynamoDbEngineClient,
  ) {}

  /** @param dataFolder - on the same disk as the backend's tables */
  static async open(dataFolder: string): Promise<BareTable> {
    const dynalite = new DynaliteThread({ region, accountId: '123456789012', dataFolder });
    const client = new DynamoDbEngineClient(`http://127.0.0.1:${await dynalite.waitForPort()}`, region);
    const table = {
      name: 'Ballot',
      arn: 'arn:aws:dynamodb:us-east-1:123456789012:table/Ballot',
      keySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
      attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
    };
    await createTables(client, [table], console);
    return new BareTable(dynalite, client);
  }

  /** Returns updates by the given number of voters, each of which raises a ballot by one vote. */
  updates(roundId: string, count: number, voters: number): (() => Promise<void>)[] {
    const calls: Promise<unknown>[] = [];
    return Array.from({ length: count }, (_, made) => async () => {
      const voter = made % voters;
      const turn = Math.floor(made / voters);
      const votes = { ...noVotes };
      for (let vote = 0; vote <= turn; vote++) votes[categories[vote % categories.length] ?? categories[0]] += 1;
      const input = {
        TableName: 'Ballot',
        Key: { id: { S: `${roundId}#us-east-1:00000000-0000-0000-0000-${String(voter).padStart(12, '0')}` } },
        ReturnValues: 'ALL_NEW',
        UpdateExpression: `SET ${assignments.join(', ')}`,
        ConditionExpression: `attribute_not_exists(id) OR (${noneFalls.join(' AND ')})`,
        ExpressionAttributeNames: Object.fromEntries(categories.map((category) => [`#${category}`, category])),
        ExpressionAttributeValues: {
          ':roundId': { S: roundId },
          ':expiresAt': { N: String(Number(roundId) + limits.ballotRetentionSeconds) },
          ...Object.fromEntries(categories.map((category) => [`:${category}`, { N: String(votes[category]) }])),
        },
      };
      await (calls[voter] = Promise.resolve(calls[voter]).then(() => this.client.call('UpdateItem', input)));
    });
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.dynalite.close();
  }
}
