/** Reads the last rounds from `Round`: which movies were shown, which one was announced, and how people voted. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import { show, type Category } from '../../show';
import { countsSchema } from '../counts-schema';
import { createDynamoDbClient } from '../dynamodb-client';
import { movieSchema } from '../movies/movie';

const roundSchema = countsSchema.extend({
  startsAt: z.int(),
  endsAt: z.int(),
  movie: movieSchema,
  upcoming: movieSchema,
  startedBy: z.string().nullish(),
  playlistEntry: z.string().nullish(),
  voters: z.int().nullish(),
  expectedVoters: z.int().nullish(),
  rooms: z.int().nullish(),
  // In the round that was open while the first version with favourites was deployed, some may be negative.
  favourites: countsSchema.nullish().catch(null),
}) satisfies z.ZodType<
  Pick<
    Schema['Round']['type'],
    | 'startsAt'
    | 'endsAt'
    | 'movie'
    | 'upcoming'
    | 'startedBy'
    | 'playlistEntry'
    | 'expectedVoters'
    | 'rooms'
    | 'favourites'
    | Category
  >
>;

export type Round = z.infer<typeof roundSchema>;

const client = createDynamoDbClient();

/**
 * Reads the last round, for less than all of them.
 *
 * @param tableName name of `Round`
 * @returns nothing if the newest row is not that of a round that has started
 */
export async function readLatestRound(tableName: string): Promise<Round | undefined> {
  const [latest] = await readLastRounds(tableName, 1);
  return latest;
}

/**
 * Reads the last rounds.
 *
 * @param tableName name of `Round`
 * @param limit maximum number of rounds
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
      // The previous round may have started milliseconds ago, and this run must show the movie that it announced.
      ConsistentRead: true,
    }),
  );
  return Items.flatMap((item) => {
    // Rounds that have votes but have not started have no movie, and another version of the app may have left other rows.
    const { success, data: round } = roundSchema.safeParse(item);
    return success ? round : [];
  });
}
