/** The command line of the load generator. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { limits } from '../amplify/limits';

export const usage = `Usage: npm run load -- [options]

Drives the backend that amplify_outputs.json names with headless guests, and reports what they met.

  --viewers N               guests who watch (100)
  --minutes N               how long, once all have come (1)
  --votes-per-second N      of each viewer, on average (0.5)
  --messages-per-minute N   chat messages of each viewer, on average (0)
  --arrivals-per-second N   how fast they come (50 here; on AWS 20, or 100 who have been there before)
  --threads N               worker threads (one for each core)
  --outputs FILE            which amplify_outputs.json to use (amplify_outputs.json)
  --yes                     go ahead on AWS, where this costs money
  --json                    the report as JSON
  --help                    this text

Ctrl-C ends a run early, with its report.`;

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
  asJson: boolean;
  wantsHelp: boolean;
}

/** A viewer who is asked for more messages than slow mode takes would only collect refusals. */
const maxMessagesPerMinute = 60_000 / limits.messageIntervalMs / 2;

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
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const arrivals = values['arrivals-per-second'];
  const viewers = numberOf('--viewers', values.viewers, { from: 1, to: 100_000, isWhole: true });
  return {
    viewers,
    minutes: numberOf('--minutes', values.minutes, { above: 0, to: 1440 }),
    votesPerSecond: numberOf('--votes-per-second', values['votes-per-second'], { from: 0, to: 20 }),
    messagesPerMinute: numberOf('--messages-per-minute', values['messages-per-minute'], { from: 0, to: maxMessagesPerMinute }),
    arrivalsPerSecond: arrivals === undefined ? undefined : numberOf('--arrivals-per-second', arrivals, { above: 0, to: 2000 }),
    threads: Math.min(viewers, numberOf('--threads', values.threads, { from: 1, to: 64, isWhole: true })),
    outputs: values.outputs,
    isAgreed: values.yes,
    asJson: values.json,
    wantsHelp: values.help,
  };
}

interface Range {
  from?: number;
  /** Instead of `from`, where that itself is too little. */
  above?: number;
  to: number;
  isWhole?: boolean;
}

function numberOf(option: string, text: string, { from = -Infinity, above = -Infinity, to, isWhole = false }: Range): number {
  const number = text.trim() === '' ? NaN : Number(text);
  if (number >= from && number > above && number <= to && (!isWhole || Number.isInteger(number))) return number;
  const range = from === -Infinity ? `above ${above}, up to ${to}` : `from ${from} to ${to}`;
  throw new Error(`${option} takes a ${isWhole ? 'whole ' : ''}number ${range}, not ${JSON.stringify(text)}.`);
}
