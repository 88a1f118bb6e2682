import { describe, expect, it } from 'vitest';
import { noVotes } from '../amplify/show';
import { claimBallot, OtherGuestsBallot, readBallot, writeBallot } from './ballot-store';
import { memoryStore } from './device-store';

const empty = { roundId: '10', votes: noVotes, accepted: noVotes, guest: null };

describe('the stored ballot', () => {
  const ballot = { ...empty, votes: { ...noVotes, love: 3 }, guest: 'one' };

  it('comes back in the same round', () => {
    const storage = memoryStore();
    writeBallot(storage, ballot);
    expect(readBallot(storage, '10')).toEqual(ballot);
    expect(readBallot(storage, '20')).toEqual({ ...empty, roundId: '20' });
  });

  it('stays while the next round is on, and goes with the one after that', () => {
    const storage = memoryStore();
    writeBallot(storage, ballot);
    writeBallot(storage, { ...empty, roundId: '20' });
    writeBallot(storage, { ...ballot, accepted: ballot.votes });
    expect(readBallot(storage, '10').accepted).toEqual(ballot.votes);
    writeBallot(storage, { ...empty, roundId: '30' });
    expect(readBallot(storage, '10')).toEqual(empty);
  });

  it.each([
    '',
    'null',
    '7',
    '{',
    '[7,null]',
    '[{"roundId":"10"}]',
    '[{"roundId":"10","votes":{"love":"3"},"accepted":{},"guest":null}]',
  ])('ignores %j', (text) => {
    const storage = memoryStore();
    storage.setItem('matinee.ballots', text);
    expect(readBallot(storage, '10')).toEqual(empty);
  });

  it('is claimed by the guest who first sends it, and by no other', () => {
    const storage = memoryStore();
    writeBallot(storage, { ...ballot, guest: null });
    claimBallot(storage, '10', 'one');
    claimBallot(storage, '10', 'one');
    expect(() => claimBallot(storage, '10', 'another')).toThrow(OtherGuestsBallot);
    expect(readBallot(storage, '10')).toEqual(ballot);
    expect(() => claimBallot(storage, '20', 'another')).not.toThrow();
  });
});
