import { describe, expect, it } from 'vitest';
import { UsageError } from '../command-line/usage-error';
import { readOptions } from './options';

describe('readOptions', () => {
  it('reads all options', () => {
    const args = [
      '--viewers',
      '2000',
      '--minutes',
      '2.5',
      '--votes-per-second',
      '1',
      '--messages-per-minute',
      '0.1',
      '--threads',
      '4',
      '--json',
    ];
    expect(readOptions(args)).toMatchObject({
      viewers: 2000,
      minutes: 2.5,
      votesPerSecond: 1,
      messagesPerMinute: 0.1,
      threads: 4,
      asJson: true,
      isAgreed: false,
      arrivalsPerSecond: undefined,
      outputs: 'amplify_outputs.json',
    });
  });

  it('has defaults', () => {
    expect(readOptions([])).toMatchObject({ viewers: 100, minutes: 1, maxDollars: 10 });
  });

  it('uses at most one thread per viewer', () => {
    expect(readOptions(['--viewers', '1', '--threads', '8'])?.threads).toBe(1);
  });

  it('accepts as much chat as fits in memory', () => {
    expect(readOptions(['--viewers', '12000', '--messages-per-minute', '6'])).toMatchObject({ messagesPerMinute: 6 });
    expect(readOptions(['--viewers', '100000'])).toMatchObject({ viewers: 100_000 });
  });

  it.each([
    [['--viewers', '0'], '--viewers takes a whole number from 1 to 100,000, not "0".'],
    [['--viewers', '2.5'], '--viewers takes a whole number'],
    [['--viewers', ''], '--viewers needs a value, but it is empty.'],
    [['--minutes', '0'], '--minutes takes a number above 0, up to 1,440, not "0".'],
    [['--minutes', 'two'], 'not "two"'],
    [['--votes-per-second=-1'], '--votes-per-second takes a number from 0 to 20'],
    [['--messages-per-minute', '7'], '--messages-per-minute takes a number from 0 to 6, not "7": slow mode'],
    [['--most-dollars', 'all'], '--most-dollars takes a number from 0 to 100,000, not "all".'],
    [
      ['--viewers', '20000', '--messages-per-minute', '6'],
      '20000 viewers with 6 messages a minute each would need 2.6 GB',
    ],
    [['--viewer', '3'], "Unknown option '--viewer'"],
    [['now'], 'Unexpected argument'],
  ])('refuses %j', (args, words) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(words);
  });
});
