/** The command line of the load generator. */
import { availableParallelism } from 'node:os';
import { parseNumber } from '../command-line/parse-number';
import { flag, parseOptions, text } from '../command-line/parse-options';
import { UsageError } from '../command-line/usage-error';
import { deliveryTrackerBytes } from './delivery-tracker';

/**
 * Of each viewer. Slow mode keeps the messages of one guest apart, and chance brings some close together: they wait for each
 * other, and at this rate all of them are sent.
 */
const maxMessagesPerMinute = 6;

/** US dollars. */
const maxDollarsByDefault = 10;

const maxTrackerBytes = 1e9;

export const usage = `Usage: npm run load -- [options]

Drives the backend that amplify_outputs.json names with headless guests, and reports what they met.
They vote and talk in the show itself: use a sandbox, or real screens get their totals, records and chat.

  --viewers N               guests who watch (100)
  --minutes N               how long, once all have come (1)
  --votes-per-second N      of each viewer, on average (0.5)
  --messages-per-minute N   chat messages of each viewer, on average (0; ${maxMessagesPerMinute} at most)
  --arrivals-per-second N   how fast they come (50 here; on AWS 20, or 100 who have been there
                            before; there 25 and 200 at most)
  --threads N               worker threads (one for each core)
  --outputs FILE            which amplify_outputs.json to use (amplify_outputs.json)
  --yes                     go ahead on AWS, where this costs money; without it nothing is done there
  --most-dollars N          on AWS, do nothing where the estimate is above (${maxDollarsByDefault})
  --json                    the report as JSON: npm run -s load -- --json, as npm prints lines of its own
  --help                    this text

Ctrl-C ends a run early, with its report; once more ends it at once.`;

export interface Options {
  viewers: number;
  minutes: number;
  /** Of each viewer. */
  votesPerSecond: number;
  /** Of each viewer. */
  messagesPerMinute: number;
  arrivalsPerSecond: number | undefined;
  threads: number;
  outputs: string;
  isAgreed: boolean;
  /** On AWS, the most that a run may cost by its estimate. */
  maxDollars: number;
  asJson: boolean;
}

/**
 * Returns null if the arguments ask for help.
 *
 * @throws {UsageError} if an option is unknown or its value is invalid
 */
export function readOptions(args: string[]): Options | null {
  const { values } = parseOptions(args, {
    viewers: text(100),
    minutes: text(1),
    'votes-per-second': text(0.5),
    'messages-per-minute': text(0),
    'arrivals-per-second': { type: 'string' },
    threads: text(availableParallelism()),
    outputs: text('amplify_outputs.json'),
    yes: flag,
    'most-dollars': text(maxDollarsByDefault),
    json: flag,
    help: flag,
  });
  if (values.help) return null;
  const arrivals = values['arrivals-per-second'];
  const viewers = parseNumber('--viewers', values.viewers, { from: 1, to: 100_000, isWhole: true });
  const messagesPerMinute = parseNumber('--messages-per-minute', values['messages-per-minute'], {
    from: 0,
    to: maxMessagesPerMinute,
    because: 'slow mode keeps the messages of a viewer apart, so more would not be sent',
  });
  assertTrackerFits(viewers, messagesPerMinute);
  return {
    viewers,
    minutes: parseNumber('--minutes', values.minutes, { above: 0, to: 1440 }),
    votesPerSecond: parseNumber('--votes-per-second', values['votes-per-second'], { from: 0, to: 20 }),
    messagesPerMinute,
    arrivalsPerSecond:
      arrivals === undefined ? undefined : parseNumber('--arrivals-per-second', arrivals, { above: 0, to: 2000 }),
    threads: Math.min(viewers, parseNumber('--threads', values.threads, { from: 1, to: 64, isWhole: true })),
    outputs: values.outputs,
    isAgreed: values.yes,
    maxDollars: parseNumber('--most-dollars', values['most-dollars'], { from: 0, to: 100_000 }),
    asJson: values.json,
  };
}

/** Everybody's messages go to everybody, and it is remembered who heard which. */
function assertTrackerFits(viewers: number, messagesPerMinute: number): void {
  const bytes = deliveryTrackerBytes(viewers, (viewers * messagesPerMinute) / 60);
  if (bytes <= maxTrackerBytes) return;
  throw new UsageError(
    `${viewers} viewers with ${messagesPerMinute} messages a minute each would take ${(bytes / 1e9).toFixed(1)} GB to remember who heard which; ` +
      `at most ${maxTrackerBytes / 1e9} GB is taken. Fewer viewers or fewer messages fit.`,
  );
}
