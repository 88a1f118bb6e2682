/**
 * What the functions measure, as lines of their log in CloudWatch's embedded metric format: no call, no permission.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * A metric costs $0.30 a month, however often it is written.
 */

export const namespace = 'Matinee';

/** The metrics, with their units. Each has one dimension, `FunctionName`, which tells deployments apart. */
export const metricUnits = {
  /** Rounds that a rotator started. */
  RoundsStarted: 'Count',
  /** Tries to start a round that failed; the next try comes within seconds. */
  RoundErrors: 'Count',
  /** Votes in the batches that a tally is done with. */
  Votes: 'Count',
  /** From the oldest vote of a batch to its publication. DynamoDB tells the former in whole seconds, rounded down. */
  VoteToScreenDelay: 'Milliseconds',
} as const;

export type MetricName = keyof typeof metricUnits;

/**
 * @param values in the units of {@link metricUnits}
 * @param now milliseconds since the epoch
 * @param write takes a line. Not `console`: Lambda would wrap what it prints, and CloudWatch finds metrics only at the root
 */
export function writeMetrics(
  values: Partial<Record<MetricName, number>>,
  now: number = Date.now(),
  write: (line: string) => void = (line) => void process.stdout.write(line),
): void {
  const names = Object.keys(values) as MetricName[];
  const directive = {
    Namespace: namespace,
    Dimensions: [['FunctionName']],
    Metrics: names.map((Name) => ({ Name, Unit: metricUnits[Name] })),
  };
  const line = {
    _aws: { Timestamp: now, CloudWatchMetrics: [directive] },
    FunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    ...values,
  };
  write(`${JSON.stringify(line)}\n`);
}
