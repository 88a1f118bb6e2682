import { describe, expect, it } from 'vitest';
import { limits } from '../amplify/limits';
import { noVotes } from '../amplify/show';
import { assignVotes, OtherGuestError, readVotes, writeVotes } from './stored-votes';
import { memoryStore } from './device-store';

const empty = { roundId: '10', votes: noVotes, accepted: noVotes, guest: null };

describe('stored votes', () => {
  const stored = { ...empty, votes: { ...noVotes, love: 3 }, guest: 'one' };

  it('are read in the same round only', () => {
    const storage = memoryStore();
    writeVotes(storage, stored);
    expect(readVotes(storage, '10')).toEqual(stored);
    expect(readVotes(storage, '20')).toEqual({ ...empty, roundId: '20' });
  });

  it('are kept during the next round and deleted in the one after', () => {
    const storage = memoryStore();
    writeVotes(storage, stored);
    writeVotes(storage, { ...empty, roundId: '20' });
    writeVotes(storage, { ...stored, accepted: stored.votes });
    expect(readVotes(storage, '10').accepted).toEqual(stored.votes);
    writeVotes(storage, { ...empty, roundId: '30' });
    expect(readVotes(storage, '10')).toEqual(empty);
  });

  it.each([
    '',
    'null',
    '7',
    '{',
    '[7,null]',
    '[{"roundId":"10"}]',
    '[{"roundId":"10","votes":{"love":"3"},"accepted":{},"guest":null}]',
  ])('are zero if the storage contains %j', (text) => {
    const storage = memoryStore();
    storage.setItem('matinee.ballots', text);
    expect(readVotes(storage, '10')).toEqual(empty);
  });

  it('are zero if they are more than the server accepts', () => {
    const storage = memoryStore();
    writeVotes(storage, { ...stored, votes: { ...noVotes, love: limits.maxVotesPerCategory + 1 } });
    expect(readVotes(storage, '10')).toEqual(empty);
  });

  it('are kept although rounds in the far future or without a valid id are stored', () => {
    const storage = memoryStore();
    const broken = ['99999999999', '88888888888', 'NaN', ''].map((roundId) => ({ ...empty, roundId }));
    storage.setItem('matinee.ballots', JSON.stringify(broken));
    writeVotes(storage, stored);
    writeVotes(storage, { ...empty, roundId: '20' });
    expect(readVotes(storage, '10')).toEqual(stored);
  });

  it('belong to the guest identity that first sends them', () => {
    const storage = memoryStore();
    writeVotes(storage, { ...stored, guest: null });
    assignVotes(storage, '10', 'one');
    assignVotes(storage, '10', 'one');
    expect(() => assignVotes(storage, '10', 'another')).toThrow(OtherGuestError);
    expect(readVotes(storage, '10')).toEqual(stored);
    expect(() => assignVotes(storage, '20', 'another')).not.toThrow();
  });
});
