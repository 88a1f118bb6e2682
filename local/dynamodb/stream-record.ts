/** Records of a DynamoDB stream, as Lambda receives them: "Change data capture for DynamoDB Streams". */
import { randomUUID } from 'node:crypto';
import type { StreamRecord } from './dynamodb';
import { itemSizeBytes, type Item } from './item';

/** The `userIdentity` of deletions by time to live. */
export const timeToLiveIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

export interface ItemChange {
  keys: Item;
  oldImage: Item | undefined;
  newImage: Item | undefined;
  userIdentity?: StreamRecord['userIdentity'];
}

interface RecordOptions {
  eventId: string;
  sequenceNumber: string;
  /** Milliseconds since the Unix epoch. */
  createdAtMs: number;
  region: string;
  streamArn: string;
}

/** Creates the record of a change. */
export function createStreamRecord(
  { keys, oldImage, newImage, userIdentity }: ItemChange,
  { eventId, sequenceNumber, createdAtMs, region, streamArn }: RecordOptions,
): StreamRecord {
  return {
    eventID: eventId,
    eventName: oldImage === undefined ? 'INSERT' : newImage === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    eventSourceARN: streamArn,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(createdAtMs / 1000),
      Keys: keys,
      ...(newImage && { NewImage: newImage }),
      ...(oldImage && { OldImage: oldImage }),
      SequenceNumber: sequenceNumber,
      SizeBytes: itemSizeBytes(keys) + itemSizeBytes(newImage ?? {}) + itemSizeBytes(oldImage ?? {}),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    ...(userIdentity && { userIdentity }),
  };
}

export function randomEventId(): string {
  return randomUUID().replaceAll('-', '');
}
