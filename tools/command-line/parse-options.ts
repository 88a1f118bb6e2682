import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage-error';

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;

/** An option without a value. */
export const flag = { type: 'boolean', default: false } as const;

/** An option with a value, and a default that is written as on the command line. */
export const text = (value: number | string) => ({ type: 'string', default: String(value) }) as const;

/**
 * Parses arguments that are all options.
 *
 * @throws {UsageError} if an option is unknown or lacks its value, for example because a shell variable is not set
 */
export function parseOptions<T extends OptionsConfig>(args: string[], options: T) {
  const parsed = parseStrictly(args, options);
  for (const token of parsed.tokens) {
    if (token.kind === 'option' && token.value === '') {
      throw new UsageError(`${token.rawName} needs a value, but it is empty.`);
    }
  }
  return parsed;
}

function parseStrictly<T extends OptionsConfig>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, tokens: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
