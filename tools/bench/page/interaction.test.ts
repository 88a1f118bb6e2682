import { expect, test } from 'vitest';
import { interactionRows, interactionTimes } from './interaction';

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

test('taps are compared with taps while nobody else votes', () => {
  const of = (times: number[]) => ({ times, painted: times });
  expect(interactionRows(of([40, 40, 40]), of([60, 80, 100]))).toMatchObject({
    'interaction to next paint, 50 %': { figure: '80 ms' },
    'the same while nobody else votes': { figure: '40 ms' },
    'ratio of both': { figure: '2.00', result: 'missed by 0.50' },
    'interaction to next paint, 98 %': { figure: '80 ms', result: 'met' },
  });
});
