/** `tally`, on the stream of `Ballot`: turns what single tabs voted into totals on every screen. */
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { z } from 'zod';
import { signedMutation } from '../signed-mutation';
import { count } from './count';
import { ballotSchema, type Ballot } from './differences';
import { createTallyTables } from './tables';

const env = z.object({ ROUND_TABLE: z.string(), LEADER_TABLE: z.string() }).parse(process.env);
const tables = createTallyTables(env.ROUND_TABLE, env.LEADER_TABLE);

const publishScores = /* GraphQL */ `
  mutation PublishScores($scores: ScoresInput!, $leaders: [LeaderboardEntryInput!]!) {
    publishScores(scores: $scores, leaders: $leaders) {
      scores { roundId love like meh unknown hate voters }
      leaders { category votes title poster }
    }
  }
`;

function ballot(image: Record<string, unknown> | undefined): Ballot | undefined {
  return image && ballotSchema.parse(unmarshall(image as Record<string, AttributeValue>));
}

export async function handler({ Records }: DynamoDBStreamEvent): Promise<void> {
  const batchId = Records[0]?.eventID;
  if (!batchId) return;
  const changes = Records.map(({ dynamodb }) => ({
    oldImage: ballot(dynamodb?.OldImage),
    newImage: ballot(dynamodb?.NewImage),
  }));
  await count(changes, batchId, tables, ({ scores, leaders }) => signedMutation(publishScores, { scores, leaders }));
}
