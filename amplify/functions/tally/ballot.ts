/** Reads the stream of `Ballot`: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { z } from 'zod';

const votes = z.int().nonnegative();

/** A row of `Ballot`: one tab's running totals in one round. */
const ballotSchema = z.object({
  roundId: z.string().regex(/^\d+$/),
  love: votes,
  like: votes,
  meh: votes,
  unknown: votes,
  hate: votes,
});

export type Ballot = z.infer<typeof ballotSchema>;

/** One change of one ballot; no old image is a first vote. */
export interface BallotChange {
  oldImage?: Ballot | undefined;
  newImage: Ballot;
}

/**
 * @param records of one stream batch
 * @returns the changes in their order, without the ballots that expired: those take no vote back
 * @throws {z.ZodError} where an image is no ballot
 */
export function ballotChanges(records: DynamoDBRecord[]): BallotChange[] {
  return records.flatMap(({ dynamodb: { OldImage, NewImage } = {} }) =>
    NewImage ? { oldImage: OldImage && ballot(OldImage), newImage: ballot(NewImage) } : [],
  );
}

function ballot(image: object): Ballot {
  return ballotSchema.parse(unmarshall(image as Record<string, AttributeValue>));
}
