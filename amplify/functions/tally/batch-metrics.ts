/** What one batch of the tally tells the dashboard. Pure. */
import type { DynamoDBRecord } from 'aws-lambda';
import { categories } from '../../show';
import type { BallotChange } from './ballot-changes';

/**
 * @param records of the batch; expired ballots are none of its votes
 * @param changes that they hold
 * @param publishedAt when the last of its scores was published, in milliseconds since the epoch; missing where none was,
 *   since no screen shows them any more or another batch publishes them, at the next turn of their round
 * @returns the votes counted, and how long the oldest of them took to the screens
 */
export function measureBatch(
  records: DynamoDBRecord[],
  changes: BallotChange[],
  publishedAt?: number,
): { Votes: number; VoteToScreenDelay?: number } {
  const Votes = changes
    .flatMap(({ oldImage, newImage }) => categories.map((category) => newImage[category] - (oldImage?.[category] ?? 0)))
    .reduce((sum, difference) => sum + difference, 0);
  const castAt = records.flatMap(({ dynamodb }) =>
    dynamodb?.NewImage && dynamodb.ApproximateCreationDateTime !== undefined
      ? [dynamodb.ApproximateCreationDateTime * 1000]
      : [],
  );
  if (publishedAt === undefined || castAt.length === 0) return { Votes };
  return { Votes, VoteToScreenDelay: Math.max(0, publishedAt - Math.min(...castAt)) };
}
