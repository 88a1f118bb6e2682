import path from 'node:path';
import { DynaliteThread, DynamoDbEngineClient } from 'amplify-local/dynamodb';
import type { AcknowledgedBallot } from './audience';
import { auditVotes, type VoteAudit } from './vote-audit';

const region = 'us-east-1';

/**
 * Compares acknowledged votes with the stored tables of a backend that has ended.
 *
 * @param dataFolder - of the backend
 */
export async function auditStoredVotes(dataFolder: string, acknowledged: AcknowledgedBallot[]): Promise<VoteAudit> {
  const dynalite = new DynaliteThread({
    region,
    accountId: '123456789012',
    dataFolder: path.join(dataFolder, 'tables'),
  });
  const client = new DynamoDbEngineClient(`http://127.0.0.1:${await dynalite.waitForPort()}`, region);
  try {
    return await auditVotes(client, acknowledged);
  } finally {
    await client.close();
    await dynalite.close();
  }
}
