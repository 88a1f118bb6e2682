import { expect, test } from 'vitest';
import { UsageError } from '../command-line/usage-error';
import { usualHabits } from './habits';
import { readOptions } from './options';
import { asBuilt, oneRow } from './system';

test('has defaults', () => {
  const options = readOptions([]);
  expect(options).toMatchObject({
    viewers: [10, 100, 1000, 10_000, 100_000, 1_000_000],
    habits: usualHabits,
    task: 'print',
  });
  expect(options?.design).toEqual(asBuilt);
});

test('reads audiences, habits and designs', () => {
  const options = readOptions([
    '--viewers',
    '500,20',
    '--votes-per-second',
    '2',
    '--voters-per-room',
    '100',
    '--publish-every-ms',
    '1000',
    '--json',
  ]);
  expect(options).toMatchObject({ viewers: [20, 500], habits: { votesPerSecond: 2 }, task: 'json' });
  expect(options?.design.rooms(3200)).toBe(32);
  expect(options?.design.publishIntervalMs?.(5)).toBe(1000);
});

test.each([
  [['--write', '--votes-per-second', '2', '--seed', '3'], { task: 'write', habits: { votesPerSecond: 2 }, seed: 3 }],
  [
    ['--check', '--check-viewers', '500', '--seconds', '60', '--voting-share', '1'],
    { task: 'check', checkViewers: 500, checkSeconds: 60, habits: { votingShare: 1 } },
  ],
])('%j can be combined', (args, expected) => {
  expect(readOptions(args)).toMatchObject(expected);
});

test('--row-per-round is the earlier design', () => {
  expect(readOptions(['--row-per-round'])?.design).toEqual(oneRow);
});

test('returns null for --help', () => {
  expect(readOptions(['--help'])).toBeNull();
});

test.each([
  [['--viewers', '0'], '--viewers takes a whole number from 1 to 1,000,000, not "0".'],
  [['--viewers', '10,many'], '--viewers takes a whole number from 1 to 1,000,000, not "many".'],
  [['--voting-share', '2'], '--voting-share takes a number from 0 to 1, not "2".'],
  [['--seed', ''], '--seed needs a value, but it is empty.'],
  [['--json', '--check'], '--json and --check cannot be combined: choose one.'],
  [['--write', '--viewers', '10'], '--viewers has no effect with --write.'],
  [['--write', '--row-per-round'], '--row-per-round has no effect with --write.'],
  [['--check', '--viewers', '10'], '--viewers has no effect with --check.'],
  [['--check', '--voters-per-room=10'], '--voters-per-room has no effect with --check.'],
  [['--json', '--check-viewers', '100'], '--check-viewers has no effect without --check.'],
  [['--seconds', '20'], '--seconds has no effect without --check.'],
  [['--veiwers', '1'], "Unknown option '--veiwers'"],
])('refuses %j', (args, message) => {
  expect(() => readOptions(args)).toThrow(UsageError);
  expect(() => readOptions(args)).toThrow(message);
});
