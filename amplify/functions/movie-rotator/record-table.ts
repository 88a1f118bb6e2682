/** Reads and writes `CategoryRecord`. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import { categories, show } from '../../show';
import { createDynamoDbClient } from '../dynamodb-client';
import type { CategoryRecord, NewRecord } from './category-records';

const recordSchema = z.object({
  category: z.enum(categories),
  voters: z.int().nonnegative().nullish(),
  votes: z.int().nonnegative(),
  title: z.string(),
  poster: z.string(),
  roundStartsAt: z.int().nullish(),
}) satisfies z.ZodType<CategoryRecord & Omit<Schema['CategoryRecord']['type'], 'show' | 'createdAt' | 'updatedAt'>>;

const client = createDynamoDbClient();

/**
 * Reads the records of the show.
 *
 * @param tableName name of `CategoryRecord`
 */
export async function readRecords(tableName: string): Promise<CategoryRecord[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: '#show = :show',
      ExpressionAttributeNames: { '#show': 'show' },
      ExpressionAttributeValues: { ':show': show },
    }),
  );
  // Another version of the app may have had other categories.
  return Items.flatMap((item) => {
    const { success, data: record } = recordSchema.safeParse(item);
    return success ? record : [];
  });
}

/**
 * Writes a record unless an equal or higher one exists that counts.
 *
 * @param tableName name of `CategoryRecord`
 * @param leaderboardResetAt records of rounds that started before, in seconds since the epoch, do not count
 */
export async function raiseRecord(
  tableName: string,
  { category, voters, votes, title, poster, roundStartsAt }: NewRecord,
  leaderboardResetAt: number,
): Promise<void> {
  try {
    await client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { show, category },
        UpdateExpression:
          'SET voters = :voters, votes = :votes, title = :title, poster = :poster, roundStartsAt = :roundStartsAt',
        ConditionExpression: 'attribute_not_exists(voters) OR voters < :voters OR roundStartsAt < :resetAt',
        ExpressionAttributeValues: {
          ':voters': voters,
          ':votes': votes,
          ':title': title,
          ':poster': poster,
          ':roundStartsAt': roundStartsAt,
          ':resetAt': leaderboardResetAt,
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
