/** A figure beside its goal, as a row of a table. Goals are printed, never asserted: machines differ. */
import { quantileOf } from '../statistics/quantile';

export interface Goal {
  /** The figure that just meets it. */
  value: number;
  is: 'most' | 'least';
}

export const atMost = (value: number): Goal => ({ value, is: 'most' });
export const atLeast = (value: number): Goal => ({ value, is: 'least' });

export interface Row {
  figure: string;
  /** Of the runs that the figure stands for. */
  spread?: string;
  goal?: string;
  result?: string;
}

/**
 * @param figure - in the unit
 * @param unit - empty for a bare number
 * @param digits - after the point
 */
export function row(figure: number, unit: string, goal?: Goal, digits = 0): Row {
  const text = (value: number) => `${value.toFixed(digits)} ${unit}`.trim();
  if (!goal) return { figure: text(figure) };
  // What is printed is compared: nobody should read of a goal that it is just met, and missed.
  const [got, wanted] = [figure, goal.value].map((value) => Number(value.toFixed(digits))) as [number, number];
  const over = goal.is === 'most' ? got - wanted : wanted - got;
  return {
    figure: text(figure),
    goal: `at ${goal.is} ${text(goal.value)}`,
    // A figure that is no number meets no goal.
    result: over <= 0 ? 'met' : `missed by ${text(over)}`,
  };
}

/** @param figures - one of each run; their median is the row's figure */
export function medianRow(figures: number[], unit: string, goal?: Goal, digits = 0): Row {
  const spread = `${Math.min(...figures).toFixed(digits)} to ${Math.max(...figures).toFixed(digits)}, ${figures.length} runs`;
  const { figure, ...rest } = row(quantileOf(figures, 0.5), unit, goal, digits);
  return { figure, spread, ...rest };
}
