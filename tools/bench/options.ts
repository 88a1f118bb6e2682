/** The command line of `npm run bench`. */
import { parseNumber } from '../command-line/parse-number';
import { flag, parseOptions, text } from '../command-line/parse-options';
import { UsageError } from '../command-line/usage-error';

/** In the order of the documents. */
export const benchNames = ['start', 'page', 'votes', 'fan-out', 'connections', 'messages', 'browser', 'soak'] as const;

export type BenchName = (typeof benchNames)[number];

/** The parts of the page bench. */
const pageParts = ['lighthouse', 'weight', 'stability', 'interaction', 'tasks', 'memory'] as const;

export type PagePart = (typeof pageParts)[number];

export const usage = `Usage: npm run bench -- [NAME] [options]

Runs all benches except soak and writes docs/performance.md and its appendix, or runs NAME alone and prints it.

  NAME          ${benchNames.join(', ')}
  --quick       take fewer samples, and do not write
  --write       write the documents also with NAME or --quick
  --only PARTS  for page: some of ${pageParts.join()} (default: all)
  --viewers N   for soak: from 2 (default: 200)
  --minutes N   for soak: above 0 (default: 10, with --quick 1)
  --help        show this text`;

export interface Options {
  /** Undefined for all benches. */
  name: BenchName | undefined;
  isQuick: boolean;
  writes: boolean;
  parts: PagePart[];
  viewers: number;
  minutes: number;
  /** The given options that change what is measured. */
  given: string[];
}

/** The bench that an option belongs to. */
const ownerOf: Record<string, BenchName> = { only: 'page', viewers: 'soak', minutes: 'soak' };

/**
 * Returns null if the arguments ask for help.
 *
 * @throws {UsageError} if an option is unknown or its value is invalid
 */
export function readOptions(args: string[]): Options | null {
  const wanted = args[0]?.startsWith('-') ? undefined : args[0];
  const { values, tokens } = parseOptions(wanted === undefined ? args : args.slice(1), {
    quick: flag,
    write: flag,
    only: text(pageParts.join()),
    viewers: text(200),
    minutes: { type: 'string' },
    help: flag,
  });
  if (values.help) return null;
  const name = benchNames.find((each) => each === wanted);
  if (wanted !== undefined && !name)
    throw new UsageError(`There is no bench ${wanted}. Choose from ${benchNames.join(', ')}.`);
  const options = tokens.filter((token) => token.kind === 'option');
  for (const option of options) {
    const owner = ownerOf[option.name];
    if (owner && owner !== name) throw new UsageError(`--${option.name} requires the bench ${owner}.`);
  }
  return {
    name,
    isQuick: values.quick,
    writes: values.write || (name === undefined && !values.quick),
    parts: values.only.split(',').map(partOf),
    viewers: parseNumber('--viewers', values.viewers, { from: 2, isWhole: true }),
    minutes: parseNumber('--minutes', values.minutes ?? (values.quick ? '1' : '10'), { above: 0 }),
    given: options
      .filter((option) => option.name !== 'write')
      .flatMap(({ name: option, value }) => (value === undefined ? [`--${option}`] : [`--${option}`, value])),
  };
}

function partOf(name: string): PagePart {
  const part = pageParts.find((each) => each === name);
  if (!part) throw new UsageError(`--only takes some of ${pageParts.join()}, not "${name}".`);
  return part;
}
