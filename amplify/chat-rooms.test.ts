import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roomsFor } from './chat-rooms';
import { limits, votersPerRoom } from './limits';

describe('the number of chat rooms', () => {
  it.each([
    [0, 1],
    [votersPerRoom, 1],
    [votersPerRoom + 1, 2],
    [2 * votersPerRoom, 2],
    [2 * votersPerRoom + 1, 4],
    [1000 * votersPerRoom, 1024],
    [limits.maxRooms * votersPerRoom, limits.maxRooms],
    [1e9, limits.maxRooms],
  ])('for %i voters is %i after a round with one room', (voters, rooms) => {
    expect(roomsFor(voters, 1)).toBe(rooms);
  });

  it.each([
    ['stays while half of them would be more than half full', 8 * votersPerRoom * 0.25 + 1, 8],
    ['falls by half if half of them would be half full', 8 * votersPerRoom * 0.25, 4],
    ['falls by half at most', 0, 4],
    ['rises by any factor', 1000 * votersPerRoom, 1024],
  ])('%s', (_, voters, rooms) => {
    expect(roomsFor(voters, 8)).toBe(rooms);
  });

  it.each([
    [0, 1],
    [2 * votersPerRoom, 2],
  ])('for %i voters is %i after a round with three rooms, which only a stolen key starts', (voters, rooms) => {
    expect(roomsFor(voters, 3)).toBe(rooms);
  });

  const powerOfTwo = fc.nat(13).map((power) => 2 ** power);

  it('is a power of two, with room for everyone', () => {
    fc.assert(
      fc.property(fc.nat(limits.maxRooms * votersPerRoom), powerOfTwo, (voters, before) => {
        const rooms = roomsFor(voters, before);
        expect(Math.log2(rooms) % 1).toBe(0);
        expect(rooms).toBeGreaterThanOrEqual(1);
        expect(rooms).toBeLessThanOrEqual(limits.maxRooms);
        expect(voters / rooms).toBeLessThanOrEqual(votersPerRoom);
      }),
    );
  });

  it('does not change while the audience varies by a quarter', () => {
    const audience = fc.integer({ min: 1, max: 500_000 });
    fc.assert(
      fc.property(audience, fc.array(fc.double({ min: 0.75, max: 1.25, noNaN: true })), (usual, variation) => {
        let rooms = roomsFor(usual * 1.25, 1);
        for (const factor of variation) {
          const next = roomsFor(usual * factor, rooms);
          expect(next).toBe(rooms);
          rooms = next;
        }
      }),
    );
  });
});
