/** `tally`: reads the stream of `Ballot`, and turns the votes of guests into totals on every screen. */
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import { categories } from '../../show';
import { writeMetrics } from '../metrics';
import { runSignedMutation } from '../signed-mutation';
import { parseBallotChanges } from './ballot-changes';
import { measureBatch } from './batch-metrics';
import { countBatch } from './count-batch';
import { createTallyTables } from './tables';

const env = z
  .object({
    ROUND_TABLE: z.string(),
    ROUND_SHARD_TABLE: z.string(),
    PUBLISH_LEASE_TABLE: z.string(),
  })
  .parse(process.env);
const tables = createTallyTables({
  round: env.ROUND_TABLE,
  roundShard: env.ROUND_SHARD_TABLE,
  publishLease: env.PUBLISH_LEASE_TABLE,
});

const publishScores = /* GraphQL */ `
  mutation PublishScores($scores: ScoresInput!) {
    publishScores(scores: $scores) {
      scores {
        roundId
        ${categories.join(' ')}
        voters
        favourites { ${categories.join(' ')} }
      }
      leaders {
        category
        voters
        votes
        title
        poster
      }
    }
  }
`;

/** What the event contains because the mapping has a tumbling window. Without it, the shard would be unknown. */
const windowSchema = z.object({ shardId: z.string() });

/**
 * Counts a batch. At the end of a window, Lambda invokes this without records.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html
 *
 * @returns the state of the window, which Lambda requires
 */
export async function handler(event: DynamoDBStreamEvent): Promise<{ state: Record<string, never> }> {
  const { shardId: shard } = windowSchema.parse(event);
  const changes = parseBallotChanges(event.Records);
  let publishedAt: number | undefined;
  await countBatch({ shard, changes }, tables, async (scores) => {
    await runSignedMutation(publishScores, { scores } satisfies Schema['publishScores']['args']);
    publishedAt = Date.now();
  });
  // After everything that may fail, so that a redelivered batch is measured once.
  if (event.Records.length > 0) writeMetrics(measureBatch(event.Records, changes, publishedAt));
  return { state: {} };
}
