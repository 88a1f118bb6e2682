import { describe, expect, it } from 'vitest';
import { LatestAnnouncement } from './latest-announcement';
import { FakeTimers } from './fake-timers.fixture';

function open() {
  const timers = new FakeTimers();
  const said: string[] = [];
  const word = new LatestAnnouncement({
    announce: (text) => said.push(`${timers.now()}: ${text}`),
    minIntervalMs: 5000,
    elapsed: timers.now,
    schedule: timers.schedule,
  });
  return { timers, said, word };
}

describe('the latest word', () => {
  it('says the first word soon, then the latest of each interval', () => {
    const { timers, said, word } = open();
    for (let vote = 1; vote <= 30; vote += 1) {
      word.update(`${vote} votes`);
      timers.pass(300);
    }
    timers.pass(60_000);
    expect(said).toEqual(['0: 1 votes', '5000: 17 votes', '10000: 30 votes']);
  });

  it('never says the same twice', () => {
    const { timers, said, word } = open();
    word.update('1 vote');
    timers.pass(6000);
    word.update('1 vote');
    timers.pass(6000);
    expect(said).toHaveLength(1);
  });

  it('is interrupted by what cannot wait, and forgets what did', () => {
    const { timers, said, word } = open();
    word.update('1 vote');
    timers.pass(1000);
    word.update('2 votes');
    word.interrupt('The house loved it');
    timers.pass(60_000);
    expect(said).toEqual(['0: 1 vote', '1000: The house loved it']);
  });

  it('says nothing after it was stopped', () => {
    const { timers, said, word } = open();
    word.update('1 vote');
    word.stop();
    timers.pass(60_000);
    expect(said).toEqual([]);
  });
});
