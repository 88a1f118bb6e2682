/** Fits a line to samples by least squares. */

export interface Sample {
  /** In minutes. */
  at: number;
  value: number;
}

export interface Trend {
  mean: number;
  /** Per minute. */
  slope: number;
  /** Half of the 95 % interval of the slope. It is too narrow for correlated samples, such as memory. */
  margin: number;
}

/** Of the normal distribution, which is accurate for a hundred samples and more. */
const quantile = 1.96;

/** @param samples - three or more, at different times */
export function trendOf(samples: Sample[]): Trend {
  const count = samples.length;
  const average = (of: (sample: Sample) => number) => samples.reduce((sum, sample) => sum + of(sample), 0) / count;
  const [meanAt, mean] = [average(({ at }) => at), average(({ value }) => value)];
  const spread = samples.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  const slope = samples.reduce((sum, { at, value }) => sum + (at - meanAt) * (value - mean), 0) / spread;
  const residual = samples.reduce((sum, { at, value }) => sum + (value - mean - slope * (at - meanAt)) ** 2, 0);
  return { mean, slope, margin: quantile * Math.sqrt(residual / (count - 2) / spread) };
}

/** @param unit - of the values */
export function trendText({ slope, margin }: Trend, unit: string): string {
  const digits = (value: number) => value.toFixed(2);
  return `${slope < 0 ? '' : '+'}${digits(slope)} ± ${digits(margin)} ${unit} per minute`;
}
