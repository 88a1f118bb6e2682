/** The tally's tables in DynamoDB: `Round` (counters) and `Leader` (records). */
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { categories, show } from '../../show';
import type { TallyTables } from './count';

const votes = z.int().nonnegative();

const totalsSchema = z.object({
  love: votes,
  like: votes,
  meh: votes,
  unknown: votes,
  hate: votes,
  voters: votes,
  movie: z.object({ title: z.string(), poster: z.string() }),
});

/** A string set, which a round has from its first batch on. */
const endsSchema = z.set(z.string()).default(new Set());

const leaderSchema = z.object({ category: z.string(), votes, title: z.string(), poster: z.string() });

const categoryNames = Object.fromEntries(categories.map((category) => [`#${category}`, category]));
const categorySums = categories.map((category) => `#${category} :${category}`).join(', ');

/**
 * @param roundTable name of `Round`
 * @param leaderTable name of `Leader`
 */
export function createTallyTables(roundTable: string, leaderTable: string): TallyTables {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient());

  return {
    async addOnce(roundId, { first, last }, { counts, voters }) {
      const Key = { show, startsAt: Number(roundId) };
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: roundTable,
            Key,
            UpdateExpression: `ADD ${categorySums}, voters :voters, batches :ends`,
            ConditionExpression: 'attribute_exists(startsAt) AND NOT contains(batches, :first) AND NOT contains(batches, :last)',
            ExpressionAttributeNames: categoryNames,
            ExpressionAttributeValues: {
              ...Object.fromEntries(categories.map((category) => [`:${category}`, counts[category]])),
              ':voters': voters,
              ':ends': new Set([first, last]),
              ':first': first,
              ':last': last,
            },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return { totals: totalsSchema.parse(Attributes) };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const { Item } = await client.send(new GetCommand({ TableName: roundTable, Key, ConsistentRead: true }));
        return Item && { totals: totalsSchema.parse(Item), known: endsSchema.parse(Item.batches) };
      }
    },

    async leaders() {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: leaderTable,
          KeyConditionExpression: '#show = :show',
          ExpressionAttributeNames: { '#show': 'show' },
          ExpressionAttributeValues: { ':show': show },
          ConsistentRead: true,
        }),
      );
      return z.array(leaderSchema).parse(Items ?? []);
    },

    async raise({ category, votes, title, poster }) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: leaderTable,
            Key: { show, category },
            UpdateExpression: 'SET votes = :votes, title = :title, poster = :poster',
            ConditionExpression: 'attribute_not_exists(votes) OR votes < :votes',
            ExpressionAttributeValues: { ':votes': votes, ':title': title, ':poster': poster },
          }),
        );
      } catch (error) {
        // A higher record was set meanwhile, and stands.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
