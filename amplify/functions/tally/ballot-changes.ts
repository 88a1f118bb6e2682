/** Reads the stream of `Ballot`: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import type { Category } from '../../show';

const votes = z.int().nonnegative();

/** A row of `Ballot`: one guest's running totals in one round. */
const ballotSchema = z.object({
  roundId: z.string().regex(/^\d+$/),
  love: votes,
  like: votes,
  meh: votes,
  unknown: votes,
  hate: votes,
}) satisfies z.ZodType<Pick<Schema['Ballot']['type'], 'roundId' | Category>>;

/** Characters of an event id to store. 64 of its 128 bits distinguish the changes of one round, which stores many. */
export const eventIdLength = 16;

export type Ballot = z.infer<typeof ballotSchema>;

/** One change of one ballot. A first vote has no old image. */
export interface BallotChange {
  /** Unique, and the same for every delivery of this change. */
  eventId: string;
  oldImage?: Ballot | undefined;
  newImage: Ballot;
}

/**
 * Reads the changes of a batch.
 *
 * @param records records of one stream batch
 * @returns the changes in order, without expired ballots, whose votes still count
 * @throws {z.ZodError} if an image is not a ballot
 */
export function parseBallotChanges(records: DynamoDBRecord[]): BallotChange[] {
  return records.flatMap(({ eventID = '', dynamodb: { OldImage, NewImage } = {} }) =>
    NewImage
      ? { eventId: eventID.slice(0, eventIdLength), oldImage: OldImage && ballot(OldImage), newImage: ballot(NewImage) }
      : [],
  );
}

function ballot(image: object): Ballot {
  return ballotSchema.parse(unmarshall(image as Record<string, AttributeValue>));
}
