import { describe, expect, it } from 'vitest';
import type { ChatRoom } from './chat-room';
import { FakeTimers } from './fake-timers.fixture';
import { RoomChanges } from './room-changes';

function open({ voters = 1000, random = 0.5 } = {}) {
  const timers = new FakeTimers();
  const entered: (ChatRoom & { at: number })[] = [];
  const screen = { target: null as ChatRoom | null };
  const changes = new RoomChanges({
    target: () => screen.target,
    voters: () => voters,
    random: () => random,
    schedule: timers.schedule,
    onEntered: (room) => entered.push({ ...room, at: timers.now() }),
  });
  const follow = (room: number, rooms: number) => {
    screen.target = { room, rooms };
    changes.check();
  };
  return { timers, entered, changes, follow };
}

describe('a screen', () => {
  it('enters no room while it is unknown', () => {
    const { entered, changes, timers } = open();
    changes.check();
    changes.enter();
    timers.pass(60_000);
    expect(entered).toEqual([]);
  });

  it('enters its first room at once', () => {
    const { entered, follow } = open();
    follow(3, 8);
    expect(entered).toEqual([{ room: 3, rooms: 8, at: 0 }]);
  });

  it.each([
    ['at the same moment as others in a small audience', 10, 0.999, 4],
    ['at any time within 40 s in an audience with 100,000 voters', 100_000, 0.999, 39_960],
    ['early if chance wants it', 100_000, 0, 0],
  ])('moves to another room %s', (_, voters, random, delayMs) => {
    const { entered, timers, follow } = open({ voters, random });
    follow(3, 8);
    follow(11, 16);
    timers.pass(Math.max(0, delayMs - 1));
    timers.pass(1);
    expect(entered.slice(1)).toMatchObject([{ room: 11, rooms: 16 }]);
    expect(entered[1]?.at).toBeLessThanOrEqual(delayMs);
  });

  it('stays until then', () => {
    const { entered, timers, follow } = open({ voters: 10_000 });
    follow(3, 8);
    follow(11, 16);
    timers.pass(1999);
    expect(entered).toHaveLength(1);
    timers.pass(1);
    expect(entered).toHaveLength(2);
  });

  it('enters the latest room if the number changes again before it moves', () => {
    const { entered, timers, follow } = open();
    follow(3, 8);
    follow(11, 16);
    follow(27, 32);
    timers.pass(60_000);
    expect(entered.slice(1)).toMatchObject([{ room: 27, rooms: 32 }]);
  });

  it('does not move if the number changes back before', () => {
    const { entered, timers, follow } = open();
    follow(3, 8);
    follow(11, 16);
    follow(3, 8);
    timers.pass(60_000);
    expect(entered).toHaveLength(1);
  });

  it('knows the new number at once if it stays', () => {
    const { entered, follow } = open();
    follow(3, 8);
    follow(3, 16);
    expect(entered).toMatchObject([
      { room: 3, rooms: 8 },
      { room: 3, rooms: 16 },
    ]);
  });

  it('moves at once if its room does not exist any more', () => {
    const { entered, timers, changes, follow } = open();
    follow(11, 16);
    follow(3, 8);
    changes.enter();
    expect(entered).toMatchObject([{}, { room: 3, rooms: 8, at: 0 }]);
    timers.pass(60_000);
    expect(entered).toHaveLength(2);
  });

  it('does not move after it is closed', () => {
    const { entered, timers, changes, follow } = open();
    follow(3, 8);
    follow(11, 16);
    changes.close();
    timers.pass(60_000);
    expect(entered).toHaveLength(1);
  });
});
