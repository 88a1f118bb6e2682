/** Starts what stores the tables: dynalite in a thread of its own, or whatever listens at a given endpoint. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Table } from '../cloudformation/deployment';
import { log as defaultLog } from '../log';
import { createTables } from './create-tables';
import { EngineClient } from './engine-client';

export interface EngineOptions {
  tables: Table[];
  region: string;
  /** 12 digits. */
  accountId: string;
  /** Folder that keeps the data over a restart; in memory where it is missing. */
  dataFolder?: string | undefined;
  /** Another engine to use, e.g. `http://127.0.0.1:8000` for DynamoDB Local; `dataFolder` has no meaning then. */
  endpoint?: string | undefined;
  log?: Pick<Logger, 'warn' | 'error'>;
}

export interface Engine {
  client: EngineClient;
  /** Ends after the requests under way. */
  close(): Promise<void>;
}

/**
 * Starts the engine and creates the missing tables.
 * @throws {Error} Where the data folder is locked or damaged, or nothing answers at the endpoint.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { tables, region, endpoint, log = defaultLog } = options;
  if (endpoint !== undefined) {
    const client = new EngineClient(endpoint, region);
    await createTables(client, tables, log);
    return { client, close: async () => client.close() };
  }

  const dynalite = await startDynalite(options);
  const client = new EngineClient(`http://127.0.0.1:${dynalite.port}`, region);
  try {
    await Promise.race([createTables(client, tables, log), dynalite.failure]);
  } catch (error) {
    client.close();
    await dynalite.worker.terminate();
    throw error;
  }
  dynalite.failure.catch((error: Error) => log.error(error, 'The DynamoDB engine stopped'));

  return {
    client,
    close: async () => {
      const exit = once(dynalite.worker, 'exit');
      dynalite.worker.postMessage('close');
      await exit;
      client.close();
    },
  };
}

async function startDynalite({ dataFolder, region, accountId }: EngineOptions) {
  const worker = new Worker(new URL('./engine-worker.mjs', import.meta.url), {
    workerData: { path: dataFolder },
    // dynalite writes these into the ARNs that it answers.
    env: { AWS_REGION: region, AWS_ACCOUNT_ID: accountId },
    execArgv: [],
  });
  // LevelDB opens its folder with the first request, and dynalite throws where that fails.
  const failure = once(worker, 'error').then(([error]): never => {
    throw describeFailure(error as Error, dataFolder);
  });
  failure.catch(() => undefined);
  const [address] = (await Promise.race([once(worker, 'message'), failure])) as [AddressInfo];
  return { worker, port: address.port, failure };
}

function describeFailure(error: Error, dataFolder: string | undefined): Error {
  if (dataFolder === undefined) return error;
  return new Error(
    `The tables in ${dataFolder} can't be opened: another local backend uses the folder, or it is damaged. ` +
      'Stop the other one, or start with --fresh, which empties the folder.',
    { cause: error },
  );
}
