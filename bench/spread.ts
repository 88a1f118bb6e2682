import { row, type Goal, type Row } from './page/goal';
import { quantileOf } from './quantile';

/** A median as a row, with the quartiles behind it. */
export function spread(values: number[], unit: string, goal?: Goal, digits = 0): Row {
  const median = row(quantileOf(values, 0.5), unit, goal, digits);
  const quartile = (share: number) => quantileOf(values, share).toFixed(digits);
  return { ...median, figure: `${median.figure} (${quartile(0.25)} to ${quartile(0.75)})` };
}
