/** Reads `Show`: what operators have set. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { show } from '../../show';
import { createDynamoDbClient } from '../dynamodb-client';
import { readSettings, type ShowSettings } from './show-settings';

const client = createDynamoDbClient();

/**
 * Reads the settings of the show.
 *
 * @param tableName name of `Show`
 * @param roundSeconds length of a round in seconds, unless operators have chosen another
 * @throws if the table cannot be read, or a value in it is invalid
 */
export async function readShow(tableName: string, roundSeconds: number): Promise<ShowSettings> {
  // Consistently, since a show that has just been paused must not continue.
  const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: { show }, ConsistentRead: true }));
  return readSettings(Item, roundSeconds);
}
