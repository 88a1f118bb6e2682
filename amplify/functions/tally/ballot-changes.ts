/** Reads the stream of `Ballot`: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { z } from 'zod';
import type { Schema } from '../../data/resource';
import type { Category } from '../../show';
import { countsSchema } from '../counts-schema';

/** A row of `Ballot`: one guest's running totals in one round. */
const ballotSchema = countsSchema.extend({
  roundId: z.string().regex(/^\d+$/),
}) satisfies z.ZodType<Pick<Schema['Ballot']['type'], 'roundId' | Category>>;

/** Ballots of older versions have no time, and are in time. */
const castAtSchema = z.object({ castAt: z.int().default(0) } satisfies Partial<
  Record<keyof Schema['Ballot']['type'], z.ZodType>
>);

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html */
const maxSequenceNumberLength = 40;

/** Zero-padded, so that the order of the texts is the order of the numbers. */
const sequenceNumberSchema = z
  .string()
  .regex(/^\d{1,40}$/)
  .transform((digits) => digits.padStart(maxSequenceNumberLength, '0'));

export type Ballot = z.infer<typeof ballotSchema>;

/** One change of one ballot. A first vote has no old image. */
export interface BallotChange {
  /** Rises within a shard of the stream, and is the same for every delivery of this change. */
  sequenceNumber: string;
  /** When `castVotes` was called, in seconds since the epoch. */
  castAt: number;
  oldImage?: Ballot | undefined;
  newImage: Ballot;
}

/**
 * Reads the changes of a batch.
 *
 * @param records records of one stream batch
 * @returns the changes in order, without expired ballots, whose votes still count
 * @throws {z.ZodError} if an image is not a ballot, or a sequence number is missing
 */
export function parseBallotChanges(records: DynamoDBRecord[]): BallotChange[] {
  return records.flatMap(({ dynamodb: { OldImage, NewImage, SequenceNumber } = {} }) =>
    NewImage
      ? {
          sequenceNumber: sequenceNumberSchema.parse(SequenceNumber),
          castAt: castAtSchema.parse(valuesOf(NewImage)).castAt,
          oldImage: OldImage && ballotSchema.parse(valuesOf(OldImage)),
          newImage: ballotSchema.parse(valuesOf(NewImage)),
        }
      : [],
  );
}

function valuesOf(image: object): Record<string, unknown> {
  return unmarshall(image as Record<string, AttributeValue>);
}
