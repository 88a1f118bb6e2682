/** The command line of `npm run bench`. */
import { parseNumber } from '../command-line/parse-number';
import { flag, parseOptions, text } from '../command-line/parse-options';
import { UsageError } from '../command-line/usage-error';

/** In the order of the document. */
export const benchNames = ['start', 'page', 'votes', 'fan-out', 'connections', 'messages', 'browser', 'soak'] as const;

export type BenchName = (typeof benchNames)[number];

/** Of the bench of the page. */
const pageParts = ['lighthouse', 'weight', 'stability', 'interaction', 'tasks', 'memory'] as const;

export type PagePart = (typeof pageParts)[number];

export const usage = `Usage: npm run bench -- [NAME] [options]

Measures everything and writes docs/performance.md, or measures NAME alone and prints it.

  NAME          ${benchNames.join(', ')}; soak is too long for the run of all
  --quick       a first look: printed, not written
  --write       write it to docs/performance.md all the same
  --only PARTS  of page: some of ${pageParts.join()} (all)
  --viewers N   of soak, from 2 (200)
  --minutes N   of soak, above 0 (10; 1 with --quick)
  --help        this text`;

export interface Options {
  /** All but the longest where there is none. */
  name: BenchName | undefined;
  isQuick: boolean;
  writes: boolean;
  parts: PagePart[];
  viewers: number;
  minutes: number;
  /** All that changes what is measured, as it was given. */
  given: string[];
}

/** The only bench that looks at it. */
const ownerOf: Record<string, BenchName> = { only: 'page', viewers: 'soak', minutes: 'soak' };

/**
 * @returns null where help was asked for
 * @throws {UsageError} saying what was wrong, and what is allowed
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
    throw new UsageError(`There is no bench ${wanted}: choose from ${benchNames.join(', ')}.`);
  const options = tokens.filter((token) => token.kind === 'option');
  for (const option of options) {
    const owner = ownerOf[option.name];
    if (owner && owner !== name) throw new UsageError(`--${option.name} is of no use without ${owner}.`);
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
