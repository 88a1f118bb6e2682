import { describe, expect, it } from 'vitest';
import { noVotes, type Counts } from '../../show';
import type { Ballot } from './ballot-changes';
import { groupChangesByRound, sumChanges } from './differences';
import type { BallotChange } from './ballot-changes';

const ballot = (roundId: string, votes: Partial<Counts>): Ballot => ({ roundId, ...noVotes, ...votes });
const cast = (roundId: string, votes: Partial<Counts>) => ({
  sequenceNumber: '',
  castAt: 0,
  newImage: ballot(roundId, votes),
});
const raise = (roundId: string, before: Partial<Counts>, after: Partial<Counts>) => ({
  sequenceNumber: '',
  castAt: 0,
  oldImage: ballot(roundId, before),
  newImage: ballot(roundId, after),
});
/** Fills in the rest. */
const totals = (votes: Partial<Counts>, voters: number, favourites: Partial<Counts> = {}) => ({
  ...noVotes,
  ...votes,
  voters,
  favourites: { ...noVotes, ...favourites },
});
const differences = (...changes: BallotChange[]) =>
  Object.fromEntries([...groupChangesByRound(changes)].map(([roundId, ofRound]) => [roundId, sumChanges(ofRound)]));

describe('the difference of a batch', () => {
  it('is missing without changes', () => {
    expect(differences()).toEqual({});
  });

  it('contains all votes of a first ballot, and a voter', () => {
    expect(differences(cast('100', { love: 2, hate: 1 }))).toEqual({
      100: totals({ love: 2, hate: 1 }, 1, { love: 1 }),
    });
  });

  it('contains the increase of a ballot, and no new voter', () => {
    expect(differences(raise('100', { love: 2 }, { love: 5, meh: 1 }))).toEqual({
      100: totals({ love: 3, meh: 1 }, 0),
    });
  });

  it('is the sum of all ballots', () => {
    expect(
      differences(cast('100', { love: 1 }), cast('100', { love: 1, unknown: 4 }), cast('100', { hate: 1 })),
    ).toEqual({
      100: totals({ love: 2, unknown: 4, hate: 1 }, 3, { love: 1, unknown: 1, hate: 1 }),
    });
  });

  it('counts a ballot once if it changes several times', () => {
    const changes = [
      cast('100', { love: 1 }),
      raise('100', { love: 1 }, { love: 2 }),
      raise('100', { love: 2 }, { love: 7 }),
    ];
    expect(differences(...changes)).toEqual({ 100: totals({ love: 7 }, 1, { love: 1 }) });
  });

  it('counts each guest once, for the favourite, however many votes there are', () => {
    const changes = [cast('100', { hate: 48 }), cast('100', { love: 1 }), cast('100', { love: 1, meh: 1 })];
    expect(differences(...changes)['100']?.favourites).toEqual({ ...noVotes, hate: 1, love: 2 });
  });

  it('moves a guest to another favourite', () => {
    expect(differences(raise('100', { love: 2 }, { love: 2, hate: 3 }))).toEqual({
      100: totals({ hate: 3 }, 0, { love: -1, hate: 1 }),
    });
  });

  it('separates rounds, in the order of their changes', () => {
    const changes = [cast('100', { love: 1 }), cast('110', { like: 1 }), cast('100', { love: 2 })];
    expect(Object.entries(differences(...changes))).toEqual([
      ['100', totals({ love: 3 }, 2, { love: 2 })],
      ['110', totals({ like: 1 }, 1, { like: 1 })],
    ]);
  });

  it('is missing for a ballot that was rewritten unchanged', () => {
    expect(differences(raise('100', { love: 2 }, { love: 2 }), cast('110', { love: 1 }))).toEqual({
      100: undefined,
      110: totals({ love: 1 }, 1, { love: 1 }),
    });
  });
});

it('does not modify the shared noVotes', () => {
  sumChanges([cast('100', { love: 1 })]);
  expect(noVotes).toEqual({ love: 0, like: 0, meh: 0, unknown: 0, hate: 0 });
});
