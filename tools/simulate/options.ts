/** The command line of `npm run simulate`. */
import { roomsFor } from '../../amplify/chat-rooms';
import { votersPerRoom } from '../../amplify/limits';
import { parseNumber } from '../command-line/parse-number';
import { flag, parseOptions, text } from '../command-line/parse-options';
import { UsageError } from '../command-line/usage-error';
import { usualHabits, type Habits } from './habits';
import { series } from './simulate-audience';
import { asBuilt, oneRow, type Design } from './system';

export const usage = `Usage: npm run simulate -- [options]

Audiences
  --viewers 10,1000          numbers of viewers, 1 to 1,000,000 (default: 10 to 1,000,000)
Habits
  --voting-share 0.5         share of viewers who vote, 0 to 1
  --votes-per-second 0.5     votes per voter, 0.01 to 10
  --favourite-share 0.8      share of a voter's taps on one category, 0 to 1
  --messages-per-minute 0.1  chat messages per viewer, 0 to 60
  --arrival-minutes 10       time within which all viewers arrive, 1 to 600
Other designs
  --publish-every-ms 1000    publish totals at this interval, 1 to 10,000
  --row-per-round            the earlier design: all shards count on the row of the round, and all chat goes to all
  --voters-per-room ${votersPerRoom}       chat rooms of at most this many voters, 1 to 1,000,000
Tasks
  --check                    compare the model with a local backend and 100 viewers; takes about 100 s
  --check-viewers 100        viewers of the check, 2 to 2,000
  --seconds 40               measured duration of the check, 10 to 600
  --write                    write the tables and charts of docs/scale.md and its appendix
  --json                     print JSON
Other options
  --seed 1                   seed of the random numbers, a whole number from 0
  --help                     show this text`;

export interface Options {
  viewers: number[];
  habits: Habits;
  design: Design;
  seed: number;
  task: 'print' | 'json' | 'write' | 'check';
  checkViewers: number;
  checkSeconds: number;
}

const ofAudiences = ['viewers', 'publish-every-ms', 'row-per-round', 'voters-per-room'];
const ofCheck = ['check-viewers', 'seconds'];
/** The options that a task does not use. */
const unusedBy: Record<Options['task'], string[]> = {
  print: ofCheck,
  json: ofCheck,
  write: [...ofAudiences, ...ofCheck],
  check: [...ofAudiences, 'arrival-minutes'],
};

/**
 * Returns null if the arguments ask for help.
 *
 * @throws {UsageError} if an option is unknown or its value is invalid
 */
export function readOptions(args: string[]): Options | null {
  const { values, tokens } = parseOptions(args, {
    viewers: text(series.join()),
    'voting-share': text(usualHabits.votingShare),
    'votes-per-second': text(usualHabits.votesPerSecond),
    'favourite-share': text(usualHabits.favouriteShare),
    'messages-per-minute': text(usualHabits.messagesPerMinute),
    'arrival-minutes': text(usualHabits.arrivalMinutes),
    'publish-every-ms': { type: 'string' },
    'row-per-round': flag,
    'voters-per-room': { type: 'string' },
    check: flag,
    'check-viewers': text(100),
    seconds: text(40),
    write: flag,
    json: flag,
    seed: text(1),
    help: flag,
  });
  if (values.help) return null;
  const given = tokens.flatMap((token) => (token.kind === 'option' ? token.name : []));
  const number = (name: keyof typeof values, from: number, to: number, isWhole = false) =>
    parseNumber(`--${name}`, String(values[name]), { from, to, isWhole });
  const tasks = (['json', 'write', 'check'] as const).filter((task) => values[task]);
  if (tasks.length > 1) throw new UsageError(`--${tasks[0]} and --${tasks[1]} cannot be combined: choose one.`);
  const [task = 'print'] = tasks;
  const unused = given.find((name) => unusedBy[task].includes(name));
  if (unused)
    throw new UsageError(
      `--${unused} has no effect ${ofCheck.includes(unused) ? 'without --check' : `with --${task}`}.`,
    );
  const built = values['row-per-round'] ? oneRow : asBuilt;
  const intervalMs = values['publish-every-ms'] === undefined ? undefined : number('publish-every-ms', 1, 10_000);
  const perRoom = values['voters-per-room'] === undefined ? undefined : number('voters-per-room', 1, 1_000_000, true);
  return {
    viewers: values.viewers
      .split(',')
      .map((size) => parseNumber('--viewers', size, { from: 1, to: 1_000_000, isWhole: true }))
      .toSorted((a, b) => a - b),
    habits: {
      votingShare: number('voting-share', 0, 1),
      votesPerSecond: number('votes-per-second', 0.01, 10),
      favouriteShare: number('favourite-share', 0, 1),
      messagesPerMinute: number('messages-per-minute', 0, 60),
      arrivalMinutes: number('arrival-minutes', 1, 600),
    },
    design: {
      ...built,
      ...(intervalMs !== undefined && { publishIntervalMs: () => intervalMs }),
      ...(perRoom !== undefined && { rooms: (voters) => roomsFor((voters * votersPerRoom) / perRoom, 1) }),
    },
    seed: number('seed', 0, 2 ** 31, true),
    task,
    checkViewers: number('check-viewers', 2, 2000, true),
    checkSeconds: number('seconds', 10, 600),
  };
}
