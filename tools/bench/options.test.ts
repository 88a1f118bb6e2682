import { expect, test } from 'vitest';
import { UsageError } from '../command-line/usage-error';
import { readOptions } from './options';

test('runs and writes all benches without options', () => {
  expect(readOptions([])).toMatchObject({ name: undefined, isQuick: false, writes: true });
});

test.each([
  [['--quick'], { name: undefined, isQuick: true, writes: false }],
  [['--quick', '--write'], { name: undefined, isQuick: true, writes: true }],
  [['start'], { name: 'start', writes: false, given: [] }],
  [['start', '--quick', '--write'], { name: 'start', isQuick: true, writes: true, given: ['--quick'] }],
  [['page'], { parts: ['lighthouse', 'weight', 'stability', 'interaction', 'tasks', 'memory'] }],
  [['page', '--only', 'memory,weight'], { parts: ['memory', 'weight'], given: ['--only', 'memory,weight'] }],
  [['soak'], { viewers: 200, minutes: 10 }],
  [['soak', '--quick'], { viewers: 200, minutes: 1 }],
  [['soak', '--quick', '--viewers', '20', '--minutes', '0.5'], { viewers: 20, minutes: 0.5 }],
])('%j', (args, expected) => {
  expect(readOptions(args)).toMatchObject(expected);
});

test.each([[['--help']], [['start', '--help']], [['--quick', '--help']]])('%j asks for help', (args) => {
  expect(readOptions(args)).toBeNull();
});

test.each([
  [['start', '--nope'], /^Unknown option '--nope'$/],
  [['--nope'], /^Unknown option '--nope'$/],
  [['--quick', 'start'], "Unexpected argument 'start'"],
  [['strat'], 'There is no bench strat. Choose from start, page, votes'],
  [['start', '--quick', 'extra'], "Unexpected argument 'extra'"],
  [['votes', '--only', 'memory'], '--only requires the bench page.'],
  [['--viewers', '20'], '--viewers requires the bench soak.'],
  [['page', '--minutes', '2'], '--minutes requires the bench soak.'],
  [
    ['page', '--only', 'weight,looks'],
    '--only takes some of lighthouse,weight,stability,interaction,tasks,memory, not "looks".',
  ],
  [['soak', '--viewers', '1.5'], '--viewers takes a whole number from 2, not "1.5".'],
  [['soak', '--minutes', '0'], '--minutes takes a number above 0, not "0".'],
  [['soak', '--minutes', 'Infinity'], '--minutes takes a number above 0, not "Infinity".'],
])('refuses %j', (args, message) => {
  expect(() => readOptions(args)).toThrow(UsageError);
  expect(() => readOptions(args)).toThrow(message);
});
