import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { limits } from '../amplify/limits';
import { roomOf, roomsIn } from './chat-room';

const senders = Array.from({ length: 20_000 }, () => randomUUID().slice(-limits.senderLength));

describe('the number of rooms', () => {
  it.each([1, 2, 3, limits.maxRooms])('is that of the round: %i', (rooms) => {
    expect(roomsIn({ rooms })).toBe(rooms);
  });

  it.each([undefined, null, 0, -1, 0.5, NaN, limits.maxRooms + 1, 1e9])('is one if the round names %s', (rooms) => {
    expect(roomsIn({ rooms })).toBe(1);
  });
});

describe('the room of a guest', () => {
  it('is always the same', () => {
    // Pages of another version of the app must not put the same guest into another room.
    expect([1, 2, 64, 8192].map((rooms) => roomOf('0123456789ab', rooms))).toEqual([0, 1, 53, 1973]);
  });

  it.each([1, 2, 64, 256])('is one of %i with the same chance', (rooms) => {
    const people = new Map<number, number>();
    for (const sender of senders) people.set(roomOf(sender, rooms), (people.get(roomOf(sender, rooms)) ?? 0) + 1);
    const usual = senders.length / rooms;
    expect(people.size).toBe(rooms);
    // Six standard deviations.
    for (const count of people.values()) expect(Math.abs(count - usual)).toBeLessThanOrEqual(6 * Math.sqrt(usual));
  });

  it('splits in two when the number of rooms doubles, and half of its people stay', () => {
    let stayed = 0;
    for (const sender of senders) {
      const [before, after] = [roomOf(sender, 8), roomOf(sender, 16)];
      expect([before, before + 8]).toContain(after);
      if (after === before) stayed += 1;
    }
    expect(stayed / senders.length).toBeCloseTo(0.5, 1);
  });

  it('is one for similar senders with the same chance', () => {
    const rooms = new Set(Array.from({ length: 200 }, (_, index) => roomOf(String(index).padStart(12, '0'), 16)));
    expect(rooms.size).toBe(16);
  });
});
