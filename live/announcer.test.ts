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
const manyMessages = (count: number) => Array.from({ length: count }, (_, index) => message(String(index)));

function open() {
  const announced: Announcement[] = [];
  const announcer = new Announcer({
    announce: (announcement) => announced.push(announcement),
    schedule: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
  return { announcer, announced };
}

describe('the announcer', () => {
  it('announces messages in quick succession together', () => {
    const { announcer, announced } = open();
    announcer.add([message('a')]);
    vi.advanceTimersByTime(gatherMs - 1);
    announcer.add([message('b')]);
    expect(announced).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(announced).toEqual([{ read: [message('a'), message('b')] }]);
  });

  it('announces only the number of many messages', () => {
    const { announcer, announced } = open();
    manyMessages(maxRead + 1).forEach((each) => announcer.add([each]));
    vi.advanceTimersByTime(gatherMs);
    expect(announced).toEqual([{ count: maxRead + 1 }]);
  });

  it('announces nothing without messages or after it is closed', () => {
    const { announcer, announced } = open();
    announcer.add([]);
    announcer.add([message('a')]);
    announcer.close();
    vi.advanceTimersByTime(10 * gatherMs);
    expect(announced).toEqual([]);
  });
});
