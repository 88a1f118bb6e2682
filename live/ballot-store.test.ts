import { describe, expect, it } from 'vitest';
import { noVotes } from '../amplify/show';
import { readBallot, writeBallot } from './ballot-store';
import { memoryStore } from './device-store';

describe('the stored ballot', () => {
  const votes = { ...noVotes, love: 3 };

  it('comes back in the same round', () => {
    const storage = memoryStore();
    writeBallot(storage, { roundId: '10', votes });
    expect(readBallot(storage, '10')).toEqual(votes);
    expect(readBallot(storage, '20')).toBeNull();
  });

  it.each(['', 'null', '7', '{', '{"roundId":"10"}', '{"roundId":"10","votes":{"love":"3"}}'])(
    'ignores %j',
    (text) => {
      const storage = memoryStore();
      storage.setItem('matinee.ballot', text);
      expect(readBallot(storage, '10')).toBeNull();
    },
  );
});
