/** Starts the engine that stores the tables: dynalite, or another engine at a given endpoint. */
import { rm } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Table } from '../cloudformation/deployment';
import { log as defaultLog } from '../log';
import { OptionError } from '../option-error';
import { createTables, deleteTables } from './create-tables';
import { DynaliteThread } from './dynalite-thread';
import { DynamoDbEngineClient } from './engine-client';

export interface DynamoDbEngineOptions {
  tables: Table[];
  region: string;
  /** 12 digits. */
  accountId: string;
  /** Folder of the data. Tables are stored in memory if it is missing. */
  dataFolder?: string | undefined;
  /** Another engine, for example `http://127.0.0.1:8000` for DynamoDB Local. `dataFolder` is ignored then. */
  endpoint?: string | undefined;
  /** Whether to delete all items first. In another engine, only the given tables are emptied. */
  fresh?: boolean | undefined;
  log?: Pick<Logger, 'warn' | 'error'>;
}

export interface DynamoDbEngine {
  client: DynamoDbEngineClient;
  /** Stops the engine after the pending requests. */
  close(): Promise<void>;
}

/**
 * Starts the engine and creates missing tables.
 *
 * @throws {Error} if the data folder is locked or damaged, or nothing responds at the endpoint
 */
export async function startDynamoDbEngine(options: DynamoDbEngineOptions): Promise<DynamoDbEngine> {
  const { endpoint, tables, region, fresh = false, log = defaultLog } = options;
  if (endpoint === undefined) return startDynalite(options);

  const client = new DynamoDbEngineClient(endpoint, region);
  if (fresh) await deleteTables(client, tables);
  await createTables(client, tables, log);
  return { client, close: () => client.close() };
}

async function startDynalite({
  tables,
  region,
  accountId,
  dataFolder,
  fresh = false,
  log = defaultLog,
}: DynamoDbEngineOptions): Promise<DynamoDbEngine> {
  if (fresh && dataFolder !== undefined) await rm(dataFolder, { recursive: true, force: true });
  const dynalite = new DynaliteThread({ region, accountId, dataFolder });
  const client = new DynamoDbEngineClient(`http://127.0.0.1:${await dynalite.waitForPort()}`, region);
  try {
    await createTables(client, tables, log);
  } catch (error) {
    // dynalite opens its folder at the first request. If that fails, it throws, and the client only sees a broken
    // connection.
    await dynalite.terminate();
    throw (await dynalite.waitForExit()) && dataFolder ? unusableFolder(dataFolder, error) : error;
  }
  void dynalite.waitForExit().then((failure) => failure && log.error(failure, 'The DynamoDB engine stopped'));
  return {
    client,
    async close() {
      await client.close();
      await dynalite.close();
    },
  };
}

function unusableFolder(dataFolder: string, cause: unknown): Error {
  return new OptionError(
    (nameOf) =>
      `The tables in ${dataFolder} can't be opened: another local backend uses the folder, or it is damaged. ` +
      `Stop the other one, or start with ${nameOf('fresh')}, which empties the folder.`,
    { cause },
  );
}
