import { describe, expect, it } from 'vitest';
import { noVotes, type Counts } from '../../show';
import type { Ballot } from './ballot-changes';
import { groupChangesByRound, sumChanges } from './differences';
import type { BallotChange } from './ballot-changes';

const ballot = (roundId: string, votes: Partial<Counts>): Ballot => ({ roundId, ...noVotes, ...votes });
const cast = (roundId: string, votes: Partial<Counts>) => ({ eventId: '', newImage: ballot(roundId, votes) });
const raise = (roundId: string, before: Partial<Counts>, after: Partial<Counts>) => ({
  eventId: '',
  oldImage: ballot(roundId, before),
  newImage: ballot(roundId, after),
});
const differences = (...changes: BallotChange[]) =>
  Object.fromEntries([...groupChangesByRound(changes)].map(([roundId, ofRound]) => [roundId, sumChanges(ofRound)]));

describe('the difference of a batch', () => {
  it('is undefined without changes', () => {
    expect(differences()).toEqual({});
  });

  it('contains all votes of a first ballot, and a voter', () => {
    expect(differences(cast('100', { love: 2, hate: 1 }))).toEqual({
      100: { counts: { ...noVotes, love: 2, hate: 1 }, voters: 1 },
    });
  });

  it('contains the increase of a ballot, and no new voter', () => {
    expect(differences(raise('100', { love: 2 }, { love: 5, meh: 1 }))).toEqual({
      100: { counts: { ...noVotes, love: 3, meh: 1 }, voters: 0 },
    });
  });

  it('is the sum of all ballots', () => {
    expect(
      differences(cast('100', { love: 1 }), cast('100', { love: 1, unknown: 4 }), cast('100', { hate: 1 })),
    ).toEqual({
      100: { counts: { ...noVotes, love: 2, unknown: 4, hate: 1 }, voters: 3 },
    });
  });

  it('counts a ballot once if it changes several times', () => {
    const changes = [
      cast('100', { love: 1 }),
      raise('100', { love: 1 }, { love: 2 }),
      raise('100', { love: 2 }, { love: 7 }),
    ];
    expect(differences(...changes)).toEqual({ 100: { counts: { ...noVotes, love: 7 }, voters: 1 } });
  });

  it('separates rounds, in the order of their changes', () => {
    const changes = [cast('100', { love: 1 }), cast('110', { like: 1 }), cast('100', { love: 2 })];
    expect(Object.entries(differences(...changes))).toEqual([
      ['100', { counts: { ...noVotes, love: 3 }, voters: 2 }],
      ['110', { counts: { ...noVotes, like: 1 }, voters: 1 }],
    ]);
  });

  it('is undefined for a ballot that was rewritten unchanged', () => {
    expect(differences(raise('100', { love: 2 }, { love: 2 }), cast('110', { love: 1 }))).toEqual({
      100: undefined,
      110: { counts: { ...noVotes, love: 1 }, voters: 1 },
    });
  });
});

it('does not modify the shared noVotes', () => {
  sumChanges([cast('100', { love: 1 })]);
  expect(noVotes).toEqual({ love: 0, like: 0, meh: 0, unknown: 0, hate: 0 });
});
