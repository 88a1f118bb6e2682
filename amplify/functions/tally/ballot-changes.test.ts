import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { noVotes } from '../../show';
import { parseBallotChanges } from './ballot-changes';

type Image = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

const ballot = (votes: object = {}) => ({ roundId: '1772366400', ...noVotes, ...votes });
const eventID = 'c4ca4238a0b923820dcc509a6f75849b';
const eventId = 'c4ca4238a0b92382';
/** A ballot as stored, with the attributes that Amplify and the resolver add. */
const image = (votes?: object) =>
  marshall({
    id: '1772366400#eu-west-1:guest',
    __typename: 'Ballot',
    expiresAt: 1772370000,
    ...ballot(votes),
  }) as Image;

describe('a stream record', () => {
  it.each<[string, DynamoDBRecord, object[]]>([
    [
      'of a first vote has a new image only',
      { eventID, eventName: 'INSERT', dynamodb: { NewImage: image({ love: 1 }) } },
      [{ eventId, oldImage: undefined, newImage: ballot({ love: 1 }) }],
    ],
    [
      'of a later vote has both images',
      {
        eventID,
        eventName: 'MODIFY',
        dynamodb: { OldImage: image({ love: 1 }), NewImage: image({ love: 3, hate: 1 }) },
      },
      [{ eventId, oldImage: ballot({ love: 1 }), newImage: ballot({ love: 3, hate: 1 }) }],
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

  it('keeps its position', () => {
    const records = [1, 2, 3].map((love) => ({ dynamodb: { NewImage: image({ love }) } }));
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
    expect(() => parseBallotChanges([{ dynamodb: { NewImage } }])).toThrow();
  });
});
