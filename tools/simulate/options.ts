/** The command line of `npm run simulate`. */
import { parseNumber } from '../command-line/parse-number';
import { flag, parseOptions, text } from '../command-line/parse-options';
import { UsageError } from '../command-line/usage-error';
import { usualHabits, type Habits } from './habits';
import { series } from './simulate-audience';
import { asBuilt, type Design } from './system';

export const usage = `Usage: npm run simulate -- [options]

Audiences
  --viewers 10,1000          how many viewers, 1 to 1,000,000, separated by commas (default: 10 to 1,000,000)
Habits
  --voting-share 0.5         of all viewers, 0 to 1: who votes
  --votes-per-second 0.5     of one who votes, 0.01 to 10
  --favourite-share 0.8      of the taps of one who votes, 0 to 1: those on the favourite category of the round
  --messages-per-minute 0.1  of one viewer in the chat, 0 to 60
  --arrival-minutes 10       all viewers arrive within this time, 1 to 600
Other designs
  --publish-every-ms 1000    totals are published so often, 1 to 10,000, instead of by the lease's rule
  --row-per-shard            each shard of the stream counts on a row of its own
  --chat-room 500            a message goes to a room of so many, 2 to 1,000,000, instead of to all
What to do
  --check                    plays 100 viewers with these habits against a local backend, and compares: takes about 90 s
  --check-viewers 100        2 to 2,000
  --seconds 40               measured by the check, 10 to 600
  --write                    writes the tables and charts of docs/scale.md, for these habits
  --json                     prints JSON
  --seed 1                   for the chance in it, a whole number from 0
  --help`;

export interface Options {
  viewers: number[];
  habits: Habits;
  design: Design;
  seed: number;
  task: 'print' | 'json' | 'write' | 'check';
  checkViewers: number;
  checkSeconds: number;
}

const ofAudiences = ['viewers', 'publish-every-ms', 'row-per-shard', 'chat-room'];
const ofCheck = ['check-viewers', 'seconds'];
/** What a task does not look at. */
const unusedBy: Record<Options['task'], string[]> = {
  print: ofCheck,
  json: ofCheck,
  write: [...ofAudiences, ...ofCheck],
  check: [...ofAudiences, 'arrival-minutes'],
};

/**
 * @returns null where help was asked for
 * @throws {UsageError} saying what was wrong, and what is allowed
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
    'row-per-shard': flag,
    'chat-room': { type: 'string' },
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
      `--${unused} is of no use ${ofCheck.includes(unused) ? 'without --check' : `with --${task}`}.`,
    );
  const gapMs = values['publish-every-ms'] === undefined ? undefined : number('publish-every-ms', 1, 10_000);
  const room = values['chat-room'] === undefined ? Infinity : number('chat-room', 2, 1_000_000, true);
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
      publishGapMs: gapMs === undefined ? asBuilt.publishGapMs : () => gapMs,
      rowPerShard: values['row-per-shard'],
      chatReaders: (viewers) => Math.min(viewers, room),
    },
    seed: number('seed', 0, 2 ** 31, true),
    task,
    checkViewers: number('check-viewers', 2, 2000, true),
    checkSeconds: number('seconds', 10, 600),
  };
}
