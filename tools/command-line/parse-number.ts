import { UsageError } from './usage-error';

export interface NumberRange {
  from?: number;
  /** Instead of `from`: the first number that is too small. */
  above?: number;
  to?: number;
  isWhole?: boolean;
  /** Why the range ends. */
  because?: string;
}

/**
 * Parses the value of an option.
 *
 * @param option - e.g. `--viewers`
 * @throws {UsageError} if the value is not a number in the range
 */
export function parseNumber(option: string, value: string, range: NumberRange): number {
  const { from = -Infinity, above = -Infinity, to = Infinity, isWhole = false, because } = range;
  const number = value.trim() === '' ? NaN : Number(value);
  const isInRange = number >= from && number > above && number <= to;
  if (isInRange && Number.isFinite(number) && (!isWhole || Number.isInteger(number))) return number;
  const reason = because === undefined ? '' : `: ${because}`;
  throw new UsageError(
    `${option} takes a ${isWhole ? 'whole ' : ''}number ${rangeText(range)}, not ${JSON.stringify(value)}${reason}.`,
  );
}

function rangeText({ from, above, to }: NumberRange): string {
  const inWords = (value: number) => value.toLocaleString('en');
  const start = above === undefined ? `from ${inWords(from ?? 0)}` : `above ${inWords(above)}`;
  if (to === undefined) return start;
  return above === undefined ? `${start} to ${inWords(to)}` : `${start}, up to ${inWords(to)}`;
}
