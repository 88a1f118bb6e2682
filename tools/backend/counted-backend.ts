/** Runs a local backend and counts its writes to the tables. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { BackendProcess } from './backend-process';
import { freePort } from './free-port';
import type { Outputs } from '../../live/backend';
import { CountedTables, type Write } from './counted-tables';
import { projectFolder } from '../project-folder';

export interface CountedBackend {
  outputs: Outputs;
  tables: CountedTables;
}

/**
 * @param dataFolder - deleted before and after
 * @param work - runs while the backend does
 * @param onWrite - called for each write
 */
export async function withCountedBackend<T>(
  dataFolder: string,
  work: (backend: CountedBackend) => Promise<T>,
  onWrite?: (write: Write) => void,
): Promise<T> {
  await rm(dataFolder, { recursive: true, force: true });
  await mkdir(dataFolder, { recursive: true });
  const tables = await CountedTables.open(path.join(dataFolder, 'outside'), onWrite);
  const backend = new BackendProcess({
    projectFolder,
    dataFolder,
    host: 'localhost',
    port: await freePort(),
    dynamoDbEndpoint: tables.endpoint,
  });
  try {
    return await work({ outputs: await backend.start(), tables });
  } finally {
    await backend.end('SIGTERM');
    await tables.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
}
