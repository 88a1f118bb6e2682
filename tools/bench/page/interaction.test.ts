import { expect, test } from 'vitest';
import { interactionTimes } from './interaction';

test('a tap takes as long as the longest event of its interaction', () => {
  const taps = [{ downAt: 100, clickAt: 108, paintedMs: 12 }];
  const events = [
    { startTime: 100.1, duration: 24 },
    { startTime: 108, duration: 40 },
  ];
  expect(interactionTimes(taps, events)).toEqual([40]);
});

test('a tap that is too short for Event Timing lasts until its frame', () => {
  const taps = [
    { downAt: 100, clickAt: 108, paintedMs: 9.5 },
    { downAt: 300, clickAt: 305, paintedMs: 11 },
  ];
  expect(interactionTimes(taps, [{ startTime: 305, duration: 16 }])).toEqual([9.5, 16]);
});

test('a tap that is never painted has no time', () => {
  expect(interactionTimes([{ downAt: 100, clickAt: 108, paintedMs: null }], [])).toEqual([NaN]);
});
