import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { noVotes } from '../../show';
import { parseBallotChanges } from './ballot-changes';

type Image = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

const ballot = (votes: object = {}) => ({ roundId: '1772366400', ...noVotes, ...votes });
const SequenceNumber = '4421584500000000017450439091';
const castAt = 1_772_366_405;
const sequenceNumber = '0000000000004421584500000000017450439091';
/** A ballot as stored, with the attributes that Amplify and the resolver add. */
const image = (votes?: object) =>
  marshall({
    id: '1772366400#eu-west-1:guest',
    __typename: 'Ballot',
    castAt,
    expiresAt: 1772370000,
    ...ballot(votes),
  }) as Image;

describe('a stream record', () => {
  it.each<[string, DynamoDBRecord, object[]]>([
    [
      'of a first vote has a new image only',
      { eventName: 'INSERT', dynamodb: { SequenceNumber, NewImage: image({ love: 1 }) } },
      [{ sequenceNumber, castAt, oldImage: undefined, newImage: ballot({ love: 1 }) }],
    ],
    [
      'of a later vote has both images',
      {
        eventName: 'MODIFY',
        dynamodb: { SequenceNumber, OldImage: image({ love: 1 }), NewImage: image({ love: 3, hate: 1 }) },
      },
      [{ sequenceNumber, castAt, oldImage: ballot({ love: 1 }), newImage: ballot({ love: 3, hate: 1 }) }],
    ],
    [
      'of an expired ballot is ignored, since its votes still count',
      { eventName: 'REMOVE', dynamodb: { OldImage: image({ love: 1 }) } },
      [],
    ],
    [
      'of an expired ballot of another version of the app is ignored',
      { eventName: 'REMOVE', dynamodb: { OldImage: { id: { S: 'x' } } } },
      [],
    ],
  ])('%s', (_, record, changes) => {
    expect(parseBallotChanges([record])).toEqual(changes);
  });

  it('of a ballot of an older version has no time, and is in time', () => {
    const NewImage = marshall(ballot({ love: 1 })) as Image;
    expect(parseBallotChanges([{ dynamodb: { SequenceNumber, NewImage } }])).toMatchObject([{ castAt: 0 }]);
  });

  it('keeps its position', () => {
    const records = [1, 2, 3].map((love) => ({ dynamodb: { SequenceNumber, NewImage: image({ love }) } }));
    expect(parseBallotChanges(records).map(({ newImage }) => newImage.love)).toEqual([1, 2, 3]);
  });

  it.each([
    ['no round', { roundId: undefined }],
    ['a round that is not a time', { roundId: 'now' }],
    ['half a vote', { love: 0.5 }],
    ['negative votes', { hate: -1 }],
    ['a category missing', { meh: undefined }],
  ])('with %s is refused', (_, difference) => {
    const NewImage = marshall({ ...ballot(), ...difference }, { removeUndefinedValues: true }) as Image;
    expect(() => parseBallotChanges([{ dynamodb: { SequenceNumber, NewImage } }])).toThrow();
  });

  it.each([undefined, '', '12x', '1'.repeat(41)])('with the sequence number %s is refused', (SequenceNumber) => {
    expect(() => parseBallotChanges([{ dynamodb: { SequenceNumber, NewImage: image() } }])).toThrow();
  });

  it('orders sequence numbers of different lengths by their value', () => {
    const records = ['99', '100', '21'.padEnd(40, '0')].map((SequenceNumber) => ({
      dynamodb: { SequenceNumber, NewImage: image({ love: 1 }) },
    }));
    const numbers = parseBallotChanges(records).map(({ sequenceNumber }) => sequenceNumber);
    expect(numbers.toSorted()).toEqual(numbers);
  });
});
