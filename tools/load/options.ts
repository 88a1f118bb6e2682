/** The command line of the load generator. */
import { availableParallelism } from 'node:os';
import { parseNumber } from '../command-line/parse-number';
import { flag, parseOptions, text } from '../command-line/parse-options';
import { UsageError } from '../command-line/usage-error';
import { deliveryTrackerBytes } from './delivery-tracker';

/**
 * Per viewer. Messages that come too close together wait for slow mode. At this rate, all of them can still be sent.
 */
const maxMessagesPerMinute = 6;

/** US dollars. */
const maxDollarsByDefault = 10;

const maxTrackerBytes = 1e9;

export const usage = `Usage: npm run load -- [options]

Puts load on the backend in amplify_outputs.json with headless guests, and reports errors, losses and delays.
The guests vote and chat in the running show, and real screens show it: use a sandbox.

  --viewers N               number of guests (default: 100)
  --minutes N               duration after all guests have arrived (default: 1)
  --votes-per-second N      votes per viewer, on average (default: 0.5)
  --messages-per-minute N   chat messages per viewer, on average (default: 0, at most ${maxMessagesPerMinute})
  --arrivals-per-second N   arrival rate (default: 50 on a local backend; on AWS 20 for new identities, at most 25,
                            and 100 for known ones, at most 200)
  --threads N               number of worker threads (default: number of cores)
  --outputs FILE            the amplify_outputs.json to use (default: amplify_outputs.json)
  --yes                     confirm a run on AWS, which costs money
  --most-dollars N          refuse a run on AWS with a higher estimated cost (default: ${maxDollarsByDefault})
  --json                    print the report as JSON; use npm run -s load, because npm prints additional lines
  --help                    show this text

Ctrl-C ends a run early and prints the report. A second Ctrl-C ends it at once.`;

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
    because: 'slow mode would refuse more',
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

/** Every message goes to every viewer, and the tracker records who received which. */
function assertTrackerFits(viewers: number, messagesPerMinute: number): void {
  const bytes = deliveryTrackerBytes(viewers, (viewers * messagesPerMinute) / 60);
  if (bytes <= maxTrackerBytes) return;
  throw new UsageError(
    `${viewers} viewers with ${messagesPerMinute} messages a minute each would need ${(bytes / 1e9).toFixed(1)} GB to track who received which message. ` +
      `The limit is ${maxTrackerBytes / 1e9} GB: use fewer viewers or fewer messages.`,
  );
}
