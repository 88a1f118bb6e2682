import { expect, it } from 'vitest';
import { messagesPerMinute } from './message-rate';

it('counts by the minute, the latest one last', () => {
  const now = 1_000_000;
  expect(messagesPerMinute([now - 130_000, now - 61_000, now - 59_999, now - 10, now], now, 3)).toEqual([1, 1, 3]);
});

it('drops what is older', () => {
  expect(messagesPerMinute([0], 1_000_000, 2)).toEqual([0, 0]);
});

it('counts a message from a clock that is ahead in the latest minute', () => {
  expect(messagesPerMinute([1_000_500], 1_000_000, 2)).toEqual([0, 1]);
});
