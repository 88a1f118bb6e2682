/** Reads `Show` and `Playlist`: what operators have set. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { show } from '../../show';
import { createDynamoDbClient } from '../dynamodb-client';
import { leaderboardResetAtOf, readSettings, type ShowSettings } from './show-settings';

const client = createDynamoDbClient();

/**
 * Reads the settings of the show.
 *
 * @param tableNames names of `Show` and `Playlist`
 * @param roundSeconds length of a round in seconds, unless operators have chosen another
 * @throws if a table cannot be read, or a value in it is invalid
 */
export async function readShow(
  tableNames: { show: string; playlist: string },
  roundSeconds: number,
): Promise<ShowSettings> {
  const [showRow, playlistRow] = await Promise.all([readRow(tableNames.show), readRow(tableNames.playlist)]);
  return readSettings(showRow, roundSeconds, playlistRow);
}

/**
 * Reads when an operator emptied the leaderboard. The playlist, which is long, is not read.
 *
 * @param tableName name of `Show`
 * @returns seconds since the epoch; 0 if nobody has
 * @throws if the table cannot be read, or the value in it is invalid
 */
export async function readLeaderboardResetAt(tableName: string): Promise<number> {
  return leaderboardResetAtOf(await readRow(tableName));
}

async function readRow(tableName: string): Promise<unknown> {
  // Consistently, since a show that has just been paused must not continue.
  const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: { show }, ConsistentRead: true }));
  return Item;
}
