import { describe, expect, it } from 'vitest';
import { LatestAnnouncement } from './latest-announcement';
import { FakeTimers } from './fake-timers.fixture';

function open() {
  const timers = new FakeTimers();
  const announced: string[] = [];
  const announcement = new LatestAnnouncement({
    announce: (text) => announced.push(`${timers.now()}: ${text}`),
    minIntervalMs: 5000,
    elapsed: timers.now,
    schedule: timers.schedule,
  });
  return { timers, announced, announcement };
}

describe('the latest announcement', () => {
  it('announces the first text at once, then the latest of each interval', () => {
    const { timers, announced, announcement } = open();
    for (let vote = 1; vote <= 30; vote += 1) {
      announcement.update(`${vote} votes`);
      timers.pass(300);
    }
    timers.pass(60_000);
    expect(announced).toEqual(['0: 1 votes', '5000: 17 votes', '10000: 30 votes']);
  });

  it('does not repeat a text', () => {
    const { timers, announced, announcement } = open();
    announcement.update('1 vote');
    timers.pass(6000);
    announcement.update('1 vote');
    timers.pass(6000);
    expect(announced).toHaveLength(1);
  });

  it('announces an interrupting text at once and discards the pending one', () => {
    const { timers, announced, announcement } = open();
    announcement.update('1 vote');
    timers.pass(1000);
    announcement.update('2 votes');
    announcement.interrupt('The audience loved it');
    timers.pass(60_000);
    expect(announced).toEqual(['0: 1 vote', '1000: The audience loved it']);
  });

  it('announces nothing after it was stopped', () => {
    const { timers, announced, announcement } = open();
    announcement.update('1 vote');
    announcement.stop();
    timers.pass(60_000);
    expect(announced).toEqual([]);
  });
});
