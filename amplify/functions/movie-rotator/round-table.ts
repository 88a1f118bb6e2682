/** What the rotator reads: the last rounds, which tell what was on and what was announced. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { show } from '../../show';
import { movieSchema } from './movie';

const roundSchema = z.object({ startsAt: z.int(), movie: movieSchema, upcoming: movieSchema });

export type Round = z.infer<typeof roundSchema>;

const client = DynamoDBDocumentClient.from(new DynamoDBClient());

/**
 * @param tableName of `Round`
 * @param limit most rounds to return
 * @returns the last rounds, newest first
 */
export async function lastRounds(tableName: string, limit: number): Promise<Round[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: '#show = :show',
      ExpressionAttributeNames: { '#show': 'show' },
      ExpressionAttributeValues: { ':show': show },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return z.array(roundSchema).parse(Items);
}
