import { describe, expect, it } from 'vitest';
import { parseScheduleExpression } from './schedule-expression';

// A Thursday.
const now = '2026-01-15T10:20:30Z';

function nextRuns(expression: string, count: number, timezone = 'UTC', from = now): string[] {
  const schedule = parseScheduleExpression(expression, timezone);
  const since = Date.parse(from);
  const runs: string[] = [];
  for (let time: number | undefined = since; runs.length < count;) {
    time = schedule.nextAfter(time, since);
    if (time === undefined) break;
    runs.push(new Date(time).toISOString().replace(':00.000Z', ''));
  }
  return runs;
}

describe('cron', () => {
  it.each([
    ['every minute, as Amplify writes it', 'cron(*/1 * * * ? *)', ['2026-01-15T10:21', '2026-01-15T10:22']],
    ['every minute, as a wildcard', 'cron(* * * * ? *)', ['2026-01-15T10:21', '2026-01-15T10:22']],
    [
      'every minute of some hours',
      'cron(* 0,22,23 * * ? *)',
      ['2026-01-15T22:00', '2026-01-15T22:01', '2026-01-15T22:02'],
    ],
    ['every fifth minute from the second on', 'cron(2/5 * * * ? *)', ['2026-01-15T10:22', '2026-01-15T10:27']],
    ['every hour', 'cron(0 * * * ? *)', ['2026-01-15T11:00', '2026-01-15T12:00']],
    ['the first day of the week, which is Sunday', 'cron(0 0 ? * 1 *)', ['2026-01-18T00:00', '2026-01-25T00:00']],
    ['the last day of the week, which is Saturday', 'cron(0 0 ? * L *)', ['2026-01-17T00:00', '2026-01-24T00:00']],
    [
      'Mondays to Wednesdays by number',
      'cron(0 9 ? * 2-4 *)',
      ['2026-01-19T09:00', '2026-01-20T09:00', '2026-01-21T09:00', '2026-01-26T09:00'],
    ],
    ['names of days', 'cron(0 9 ? * MON,WED *)', ['2026-01-19T09:00', '2026-01-21T09:00']],
    ['the second Tuesday of a month', 'cron(0 9 ? * 3#2 *)', ['2026-02-10T09:00', '2026-03-10T09:00']],
    ['the last Friday of a month', 'cron(0 9 ? * 6L *)', ['2026-01-30T09:00', '2026-02-27T09:00']],
    ['the last day of a month', 'cron(0 9 L * ? *)', ['2026-01-31T09:00', '2026-02-28T09:00']],
    ['the weekday nearest to a day', 'cron(0 9 17W * ? *)', ['2026-01-16T09:00', '2026-02-17T09:00']],
    ['names of months', 'cron(0 0 1 JUN-JUL ? *)', ['2026-06-01T00:00', '2026-07-01T00:00']],
    ['a year that ends', 'cron(0 0 1 1 ? 2027)', ['2027-01-01T00:00']],
  ])('runs on %s: %s', (_, expression, expected) => {
    expect(nextRuns(expression, expected.length + (expression.includes('2027') ? 1 : 0))).toEqual(expected);
  });

  it('follows the clock of its time zone', () => {
    expect(nextRuns('cron(0 9 * * ? *)', 2, 'Europe/Berlin', '2026-03-28T00:00:00Z')).toEqual([
      '2026-03-28T08:00',
      '2026-03-29T07:00',
    ]);
  });
});

describe('rate', () => {
  it.each([
    ['rate(1 minute)', ['2026-01-15T10:21:30.000Z', '2026-01-15T10:22:30.000Z']],
    ['rate(5 minutes)', ['2026-01-15T10:25:30.000Z', '2026-01-15T10:30:30.000Z']],
    ['rate(2 hours)', ['2026-01-15T12:20:30.000Z', '2026-01-15T14:20:30.000Z']],
    ['rate(1 day)', ['2026-01-16T10:20:30.000Z', '2026-01-17T10:20:30.000Z']],
  ])('%s counts from the start', (expression, expected) => {
    expect(nextRuns(expression, 2)).toEqual(expected);
  });
});

it.each([
  'at(2026-01-01T00:00:00)',
  'rate(0 minutes)',
  'rate(5 seconds)',
  'rate(minutes)',
  'cron(* * * * *)',
  'cron(0 0 1 * MON *)',
  'cron(0 0 * * * *)',
  'cron(61 * * * ? *)',
  'every minute',
])('refuses %s', (expression) => {
  expect(() => parseScheduleExpression(expression, 'UTC')).toThrow(`Invalid schedule expression ${expression}`);
});
