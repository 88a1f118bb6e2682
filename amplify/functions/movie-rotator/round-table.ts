/** What the rotator reads: the last rounds, which tell what was on and what was announced. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { show } from '../../show';
import { movieSchema } from './movie';

const roundSchema = z.object({ startsAt: z.int(), movie: movieSchema, upcoming: movieSchema });

export type Round = z.infer<typeof roundSchema>;

const client = DynamoDBDocumentClient.from(
  // A connection that hangs would hold up the show for the rest of the run.
  new DynamoDBClient({
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
  }),
);

/**
 * @param tableName of `Round`
 * @param limit most rounds to return
 * @returns the last rounds, newest first
 */
export async function readLastRounds(tableName: string, limit: number): Promise<Round[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: '#show = :show',
      ExpressionAttributeNames: { '#show': 'show' },
      ExpressionAttributeValues: { ':show': show },
      ScanIndexForward: false,
      Limit: limit,
      // The round before may have started milliseconds ago, and what it announced is what comes.
      ConsistentRead: true,
    }),
  );
  return Items.flatMap((item) => {
    // A row that another version of the app has left must not stop the show.
    const { success, data: round } = roundSchema.safeParse(item);
    return success ? round : [];
  });
}
