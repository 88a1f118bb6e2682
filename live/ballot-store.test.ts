import { describe, expect, it } from 'vitest';
import { noVotes } from '../amplify/show';
import { readBallot, writeBallot } from './ballot-store';
import { memoryStore } from './session-store';

describe('the stored ballot', () => {
  const votes = { ...noVotes, love: 3 };

  it('comes back to the same tab in the same round', () => {
    const storage = memoryStore();
    writeBallot(storage, 'tab', { roundId: '10', votes });
    expect(readBallot(storage, 'tab', '10')).toEqual(votes);
    expect(readBallot(storage, 'other', '10')).toBeNull();
    expect(readBallot(storage, 'tab', '20')).toBeNull();
  });

  it.each(['', 'null', '7', '{', '{"tab":"tab","roundId":"10"}', '{"tab":"tab","roundId":"10","votes":{"love":"3"}}'])(
    'ignores %j',
    (text) => {
      const storage = memoryStore();
      storage.setItem('matinee.ballot', text);
      expect(readBallot(storage, 'tab', '10')).toBeNull();
    },
  );
});
