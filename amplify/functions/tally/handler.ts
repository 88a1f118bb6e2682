/** `tally`: reads the stream of `Ballot`, and turns the votes of guests into totals on every screen. */
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import { writeMetrics } from '../metrics';
import { runSignedMutation } from '../signed-mutation';
import { parseBallotChanges } from './ballot-changes';
import { measureBatch } from './batch-metrics';
import { countBatch } from './count-batch';
import { createTallyTables } from './tables';

const env = z.object({ ROUND_TABLE: z.string(), RECORD_TABLE: z.string() }).parse(process.env);
const tables = createTallyTables(env.ROUND_TABLE, env.RECORD_TABLE);

const publishScores = /* GraphQL */ `
  mutation PublishScores($scores: ScoresInput!, $leaders: [LeaderboardEntryInput!]!) {
    publishScores(scores: $scores, leaders: $leaders) {
      scores {
        roundId
        love
        like
        meh
        unknown
        hate
        voters
      }
      leaders {
        category
        votes
        title
        poster
      }
    }
  }
`;

export async function handler({ Records }: DynamoDBStreamEvent): Promise<void> {
  const changes = parseBallotChanges(Records);
  let publishedAt: number | undefined;
  await countBatch(changes, tables, async ({ scores, leaders }) => {
    await runSignedMutation(publishScores, { scores, leaders } satisfies Schema['publishScores']['args']);
    publishedAt = Date.now();
  });
  // After everything that may fail, so that a redelivered batch is measured once.
  writeMetrics(measureBatch(Records, changes, publishedAt));
}
