import { describe, expect, it } from 'vitest';
import { votersPerRoom } from '../../limits';
import { expectedAudience } from './audience';

const startsAt = 1_700_000_000;
const round = (secondsAgo: number, voters?: number | null, rooms?: number | null) => ({
  startsAt: startsAt - secondsAgo,
  voters,
  rooms,
});
const nobody = { expectedVoters: 0, rooms: 1 };

describe('the audience of a round', () => {
  it.each([
    ['is unknown in the first round', [], nobody],
    ['is that of the round before', [round(10, 70, 1)], { expectedVoters: 70, rooms: 1 }],
    [
      'is that of the last but one round while the last has only begun',
      [round(10, 2, 1), round(20, 70, 1), round(30, 90, 1)],
      { expectedVoters: 70, rooms: 1 },
    ],
    [
      'is at least that of the last round, if it grows',
      [round(10, 80, 1), round(20, 70, 1)],
      { expectedVoters: 80, rooms: 1 },
    ],
    ['gets rooms if it is large', [round(10, 5 * votersPerRoom, 1)], { expectedVoters: 5 * votersPerRoom, rooms: 8 }],
    [
      'keeps the rooms of the last round while they are full enough',
      [round(10, 3 * votersPerRoom, 8), round(20, 0, 1)],
      { expectedVoters: 3 * votersPerRoom, rooms: 8 },
    ],
    ['loses half of its rooms if it leaves', [round(10, 0, 8), round(20, 4, 8)], { expectedVoters: 4, rooms: 4 }],
    ['is the same after an outage, or a break of the host', [round(1800, 70, 1)], { expectedVoters: 70, rooms: 1 }],
    ['is a new one after a longer pause', [round(1801, 70, 8), round(1810, 70, 8)], nobody],
    ['is unknown after a round of an older version', [round(10), round(20, null, null)], nobody],
  ])('%s', (_, rounds, audience) => {
    expect(expectedAudience(rounds, startsAt)).toEqual(audience);
  });
});
