import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { formatLogLine } from './log-text';

const time = '2026-01-15T10:20:30.123Z';
const format = (line: object, hasColors = false) => formatLogLine(JSON.stringify({ time, ...line }), { hasColors });

beforeEach(() => void vi.stubEnv('TZ', 'Europe/Berlin'));
afterEach(() => void vi.unstubAllEnvs());

it('writes local time, function, message and the other fields', () => {
  const fields = { function: 'movie-rotator', movie: 'The General', roundId: '1796030350', voters: 3 };
  expect(format({ level: 30, ...fields, msg: 'Round started' })).toBe(
    '11:20:30  movie-rotator  Round started  movie="The General"  roundId=1796030350  voters=3\n',
  );
});

it.each([
  [20, 'debug  '],
  [30, ''],
  [40, 'WARN  '],
  [50, 'ERROR  '],
  [60, 'ERROR  '],
])('names level %i', (level, name) => {
  expect(format({ level, msg: 'Closed' })).toBe(`11:20:30  ${name}Closed\n`);
});

it('leaves out a message that is missing', () => {
  expect(format({ level: 30, function: 'tally', votes: 5 })).toBe('11:20:30  tally  votes=5\n');
});

it('writes the stack of an error below its line', () => {
  const err = { type: 'Error', message: 'no table', stack: 'Error: no table\n    at read (tables.ts:3)' };
  expect(format({ level: 50, err, msg: 'Failed' })).toBe(
    '11:20:30  ERROR  Failed\n          Error: no table\n              at read (tables.ts:3)\n',
  );
});

it("prefers the stack of a function's error to that of its invocation", () => {
  const err = { message: 'no', stack: 'LambdaError: no\n    at emulator', trace: 'Error: no\n    at handler' };
  const text = format({ level: 40, err, msg: 'Failed' });
  expect(text).toContain('at handler');
  expect(text).not.toContain('at emulator');
});

it('writes colours only where they are shown', () => {
  expect(format({ level: 50, msg: 'Failed' }, true)).toContain('\u001b[31mERROR');
  expect(format({ level: 50, msg: 'Failed' })).not.toContain('\u001b');
});
