/**
 * Writes the functions' metrics to their log in CloudWatch's embedded metric format, which needs no call and no
 * permission.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * A metric costs $0.30 per month, however often it is written.
 */

export const namespace = 'Matinee';

/** The metrics and their units. Their only dimension, `FunctionName`, distinguishes deployments. */
export const metricUnits = {
  /** Rounds that a rotator started. */
  RoundsStarted: 'Count',
  /**
   * Times at which a round of the default length would start, but none was due: the show is paused, or its rounds are
   * longer.
   */
  RoundsNotDue: 'Count',
  /** Failed attempts to start a round or to read what operators have set. The rotator tries again within seconds. */
  RoundErrors: 'Count',
  /** Votes in the batches that a tally has counted. */
  Votes: 'Count',
  /** From the oldest vote of a batch to its publication. DynamoDB rounds the former down to whole seconds. */
  VoteToScreenDelay: 'Milliseconds',
} as const;

export type MetricName = keyof typeof metricUnits;

/**
 * Writes metrics as one line.
 *
 * @param values in the units of {@link metricUnits}
 * @param now milliseconds since the epoch
 * @param write writes a line. `console` does not work: Lambda wraps its output, and CloudWatch reads metrics only at the
 *   root of a line
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
