/** A figure with its goal, as a row of a table. Goals are printed, not asserted, because machines differ. */
import { quantileOf } from '../statistics/quantile';

export interface Goal {
  /** The limit, which still meets the goal. */
  value: number;
  is: 'most' | 'least';
}

export const atMost = (value: number): Goal => ({ value, is: 'most' });
export const atLeast = (value: number): Goal => ({ value, is: 'least' });

export interface Row {
  figure: string;
  /** Range of all runs. */
  spread?: string;
  goal?: string;
  result?: string;
}

/**
 * @param unit - empty for a plain number
 * @param digits - after the decimal point
 */
export function row(figure: number, unit: string, goal?: Goal, digits = 0): Row {
  const text = (value: number) => `${value.toFixed(digits)} ${unit}`.trim();
  if (!goal) return { figure: text(figure) };
  // Compares the printed values, so that the result agrees with them.
  const [got, wanted] = [figure, goal.value].map((value) => Number(value.toFixed(digits))) as [number, number];
  const over = goal.is === 'most' ? got - wanted : wanted - got;
  return {
    figure: text(figure),
    goal: `at ${goal.is} ${text(goal.value)}`,
    // NaN meets no goal.
    result: over <= 0 ? 'met' : `missed by ${text(over)}`,
  };
}

/** Returns a row with the median of several runs. */
export function medianRow(figures: number[], unit: string, goal?: Goal, digits = 0): Row {
  const spread = `${Math.min(...figures).toFixed(digits)} to ${Math.max(...figures).toFixed(digits)}, ${figures.length} runs`;
  const { figure, ...rest } = row(quantileOf(figures, 0.5), unit, goal, digits);
  return { figure, spread, ...rest };
}
