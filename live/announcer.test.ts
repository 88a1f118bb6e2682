import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer, gatherMs, maxRead, type Announcement } from './announcer';
import type { Message } from './backend';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const message = (id: string): Message => ({ id, nickname: id, text: id, sender: id, sentAt: 0 });
const many = (count: number) => Array.from({ length: count }, (_, index) => message(String(index)));

function open() {
  const said: Announcement[] = [];
  const announcer = new Announcer({
    announce: (announcement) => said.push(announcement),
    schedule: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
  return { announcer, said };
}

describe('the announcer', () => {
  it('reads messages that come together in one go', () => {
    const { announcer, said } = open();
    announcer.hear([message('a')]);
    vi.advanceTimersByTime(gatherMs - 1);
    announcer.hear([message('b')]);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(said).toEqual([{ read: [message('a'), message('b')] }]);
  });

  it('counts a flood', () => {
    const { announcer, said } = open();
    many(maxRead + 1).forEach((each) => announcer.hear([each]));
    vi.advanceTimersByTime(gatherMs);
    expect(said).toEqual([{ count: maxRead + 1 }]);
  });

  it('is silent while nothing comes, and when it is closed', () => {
    const { announcer, said } = open();
    announcer.hear([]);
    announcer.hear([message('a')]);
    announcer.close();
    vi.advanceTimersByTime(10 * gatherMs);
    expect(said).toEqual([]);
  });
});
