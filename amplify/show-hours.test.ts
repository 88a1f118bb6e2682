import { describe, expect, it } from 'vitest';
import { showHoursSchema } from './show-hours';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

it.each(['always', 'never'])('movies play %s', (text) => {
  expect(showHoursSchema.parse(text)).toBe(text);
});

describe('movies play from the first hour to the second', () => {
  it.each([
    ['18-23', range(18, 23), 'UTC'],
    ['9-10 Europe/Berlin', [9], 'Europe/Berlin'],
    ['18-24 America/New_York', range(18, 24), 'America/New_York'],
    ['18-0', range(18, 24), 'UTC'],
    ['22-2', [0, 1, 22, 23], 'UTC'],
    ['0-24', range(0, 24), 'UTC'],
  ])('%s', (text, hours, timeZone) => {
    expect(showHoursSchema.parse(text)).toEqual({ hours, timeZone });
  });
});

it.each(['', 'on', '18', '18-', '8-8', '24-2', '8-25', '-1-5', '18:00-23:00', '18-23 Berlin', '18-23 Europe/Berlin x'])(
  'refuses %j and says what is allowed',
  (text) => {
    const { error } = showHoursSchema.safeParse(text);
    expect(error?.issues[0]?.message).toBe(
      'Must be always, never, or two different hours and a time zone, such as 18-23 Europe/Berlin',
    );
  },
);
