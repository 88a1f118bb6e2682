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

/** 64 of an event id's 128 bits tell the changes of one round apart, and a round keeps many. In characters. */
export const eventIdLength = 16;

export type Ballot = z.infer<typeof ballotSchema>;

/** One change of one ballot; no old image is a first vote. */
export interface BallotChange {
  /** The same for every delivery of this change, and unlike that of any other. */
  eventId: string;
  oldImage?: Ballot | undefined;
  newImage: Ballot;
}

/**
 * @param records of one stream batch
 * @returns the changes in their order, without the ballots that expired: those take no vote back
 * @throws {z.ZodError} where an image is no ballot
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
