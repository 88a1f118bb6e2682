import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { expect, it } from 'vitest';
import { noVotes, type Counts } from '../../show';
import { parseBallotChanges } from './ballot-changes';
import { measureBatch } from './batch-metrics';

type Image = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

const castAt = 1_772_366_405;
const image = (votes: Partial<Counts>) => marshall({ roundId: '1772366400', ...noVotes, ...votes }) as Image;
const record = (ApproximateCreationDateTime: number, NewImage?: Image, OldImage?: Image): DynamoDBRecord => ({
  dynamodb: { SequenceNumber: '1', ApproximateCreationDateTime, NewImage, OldImage },
});
const expired = record(castAt - 3600, undefined, image({ hate: 9 }));
const votes = [
  record(castAt, image({ love: 3 }), image({ love: 1 })),
  record(castAt + 1, image({ meh: 1, hate: 4 })),
  expired,
];

it.each<[string, DynamoDBRecord[], number | undefined, object]>([
  [
    'counts new votes of all categories, and measures the delay of the oldest',
    votes,
    castAt * 1000 + 1800,
    { Votes: 7, VoteToScreenDelay: 1800 },
  ],
  ['measures no delay of unpublished votes', votes, undefined, { Votes: 7 }],
  ['ignores expired ballots', [expired], castAt * 1000, { Votes: 0 }],
  ['measures no negative delay if a clock is behind', votes, castAt * 1000 - 5, { Votes: 7, VoteToScreenDelay: 0 }],
])('%s', (_, records, publishedAt, expected) => {
  expect(measureBatch(records, parseBallotChanges(records), publishedAt)).toEqual(expected);
});
