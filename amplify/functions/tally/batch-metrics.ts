/** The metrics of one batch of the tally. */
import type { DynamoDBRecord } from 'aws-lambda';
import { categories } from '../../show';
import type { BallotChange } from './ballot-changes';

/**
 * Measures a batch.
 *
 * @param records records of the batch, including those of expired ballots, which are not votes
 * @param changes the changes in these records
 * @param publishedAt when its scores were last published, in milliseconds since the epoch; undefined if they were not,
 *   because their round is over or another batch publishes them
 * @returns the counted votes, and the delay from the oldest of them to the screens
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
