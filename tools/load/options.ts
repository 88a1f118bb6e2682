/** The command line of the load generator. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { deliveryTrackerBytes } from './delivery-tracker';

/**
 * Of each viewer. Slow mode keeps the messages of one guest apart, and chance brings some close together: they wait for each
 * other, and at this rate all of them are sent.
 */
const maxMessagesPerMinute = 6;

/** US dollars. */
const mostDollarsByDefault = 10;

const maxLedgerBytes = 1e9;

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
  --most-dollars N          on AWS, do nothing where the estimate is above (${mostDollarsByDefault})
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
  mostDollars: number;
  asJson: boolean;
  wantsHelp: boolean;
}

/** @throws a sentence for people, where an option is none or has a value that it does not take */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      viewers: { type: 'string', default: '100' },
      minutes: { type: 'string', default: '1' },
      'votes-per-second': { type: 'string', default: '0.5' },
      'messages-per-minute': { type: 'string', default: '0' },
      'arrivals-per-second': { type: 'string' },
      threads: { type: 'string', default: String(availableParallelism()) },
      outputs: { type: 'string', default: 'amplify_outputs.json' },
      yes: { type: 'boolean', default: false },
      'most-dollars': { type: 'string', default: String(mostDollarsByDefault) },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const arrivals = values['arrivals-per-second'];
  const viewers = numberOf('--viewers', values.viewers, { from: 1, to: 100_000, isWhole: true });
  const messagesPerMinute = numberOf('--messages-per-minute', values['messages-per-minute'], {
    from: 0,
    to: maxMessagesPerMinute,
    because: 'slow mode keeps the messages of a viewer apart, so more would not be sent',
  });
  assertLedgerFits(viewers, messagesPerMinute);
  return {
    viewers,
    minutes: numberOf('--minutes', values.minutes, { above: 0, to: 1440 }),
    votesPerSecond: numberOf('--votes-per-second', values['votes-per-second'], { from: 0, to: 20 }),
    messagesPerMinute,
    arrivalsPerSecond:
      arrivals === undefined ? undefined : numberOf('--arrivals-per-second', arrivals, { above: 0, to: 2000 }),
    threads: Math.min(viewers, numberOf('--threads', values.threads, { from: 1, to: 64, isWhole: true })),
    outputs: values.outputs,
    isAgreed: values.yes,
    mostDollars: numberOf('--most-dollars', values['most-dollars'], { from: 0, to: 100_000 }),
    asJson: values.json,
    wantsHelp: values.help,
  };
}

/** Everybody's messages go to everybody, and it is remembered who heard which. */
function assertLedgerFits(viewers: number, messagesPerMinute: number): void {
  const bytes = deliveryTrackerBytes(viewers, (viewers * messagesPerMinute) / 60);
  if (bytes <= maxLedgerBytes) return;
  throw new Error(
    `${viewers} viewers with ${messagesPerMinute} messages a minute each would take ${(bytes / 1e9).toFixed(1)} GB to remember who heard which; ` +
      `at most ${maxLedgerBytes / 1e9} GB is taken. Fewer viewers or fewer messages fit.`,
  );
}

interface Range {
  from?: number;
  /** Instead of `from`, where that itself is too little. */
  above?: number;
  to: number;
  isWhole?: boolean;
  /** Why there is an end to it. */
  because?: string;
}

function numberOf(
  option: string,
  text: string,
  { from = -Infinity, above = -Infinity, to, isWhole = false, because }: Range,
): number {
  const number = text.trim() === '' ? NaN : Number(text);
  if (number >= from && number > above && number <= to && (!isWhole || Number.isInteger(number))) return number;
  const range = from === -Infinity ? `above ${above}, up to ${to}` : `from ${from} to ${to}`;
  throw new Error(
    `${option} takes a ${isWhole ? 'whole ' : ''}number ${range}, not ${JSON.stringify(text)}${because === undefined ? '' : `: ${because}`}.`,
  );
}
