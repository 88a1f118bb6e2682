/**
 * The monitored metrics: those of AWS services, and those of the functions.
 * https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html
 */
import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { namespace, type MetricName } from '../functions/metrics';

export interface MonitoredResources {
  /** Id of the GraphQL API. */
  apiId: string;
  rotator: IFunction;
  tally: IFunction;
  /** Receives reports of batches that the tally could not count. */
  failureQueue: IQueue;
  /** Table names by model. At most ten, since an alarm allows ten metrics. */
  tables: Record<string, string> & { Ballot: string };
}

const period = Duration.minutes(1);

/**
 * Sums metrics that are often missing: a metric of throttles has data points only if there were throttles.
 *
 * @param id prefix of the metrics' ids, which must be unique within a graph
 * @param sumPeriod what a data point of the sum covers
 */
export function sumOf(id: string, label: string, metrics: IMetric[], sumPeriod = period): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`${id}${index}`, metric]));
  const filled = Object.keys(usingMetrics).map((name) => `FILL(${name}, 0)`);
  return new MathExpression({ label, expression: `SUM([${filled.join(', ')}])`, usingMetrics, period: sumPeriod });
}

export type BackendMetrics = ReturnType<typeof createMetrics>;

/** Creates the metrics of the alarms and the dashboard, with one data point per minute. */
export function createMetrics({ apiId, rotator, tally, failureQueue, tables }: MonitoredResources) {
  const own = (fn: IFunction, metricName: MetricName, statistic = 'Sum') =>
    new Metric({ namespace, metricName, statistic, period, dimensionsMap: { FunctionName: fn.functionName } });
  const appSync = (metricName: string, statistic = 'Sum') =>
    new Metric({ namespace: 'AWS/AppSync', metricName, statistic, period, dimensionsMap: { GraphQLAPIId: apiId } });
  const throttlesOf = (metricName: 'ReadThrottleEvents' | 'WriteThrottleEvents') =>
    Object.entries(tables).map(
      ([model, TableName]) =>
        new Metric({
          namespace: 'AWS/DynamoDB',
          metricName,
          statistic: 'Sum',
          period,
          dimensionsMap: { TableName },
          label: `${model} ${metricName}`,
        }),
    );
  const rotatorErrors = [rotator.metricErrors({ period }), own(rotator, 'RoundErrors')];
  const functionThrottles = [rotator, tally].map((fn) => fn.metricThrottles({ period }));

  return {
    roundsStarted: own(rotator, 'RoundsStarted'),
    roundsNotDue: own(rotator, 'RoundsNotDue'),
    rotatorErrors: sumOf('rotator', 'Rotator errors', rotatorErrors),
    votes: own(tally, 'Votes'),
    voteToScreenDelays: ['p50', 'p95', 'Maximum'].map((statistic) => own(tally, 'VoteToScreenDelay', statistic)),
    tallyErrors: tally.metricErrors({ period }),
    tallyDelay: tally.metric('IteratorAge', { statistic: 'Maximum', period }),
    tallyFailures: failureQueue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
    functionThrottles: sumOf('function', 'Function throttles', functionThrottles),
    readThrottles: sumOf('reads', 'Table read throttles', throttlesOf('ReadThrottleEvents')),
    writeThrottles: sumOf('writes', 'Table write throttles', throttlesOf('WriteThrottleEvents')),
    clientErrors: appSync('4XXError'),
    serverErrors: appSync('5XXError'),
    latency: appSync('Latency', 'p95'),
    requests: appSync('Requests'),
    /** Use of the quotas of AppSync. */
    tokens: appSync('TokensConsumed'),
    connects: appSync('ConnectRequests'),
    messagesIn: appSync('InboundMessageSuccess'),
    messagesOut: appSync('OutboundMessages'),
    /** Mutations whose messages are late or lost because a quota of AppSync is exceeded. */
    messagesHeldBack: sumOf('held', 'Messages delayed or dropped', [
      appSync('InboundMessageDelayed'),
      appSync('InboundMessageDropped'),
    ]),
    ballotWrites: new Metric({
      namespace: 'AWS/DynamoDB',
      metricName: 'ConsumedWriteCapacityUnits',
      statistic: 'Sum',
      period,
      dimensionsMap: { TableName: tables.Ballot },
    }),
    /** Of all functions in the account, which share the quota. */
    concurrency: new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'ConcurrentExecutions',
      statistic: 'Maximum',
      period,
    }),
    connections: appSync('ActiveConnections'),
    subscriptions: appSync('ActiveSubscriptions'),
    connectErrors: [appSync('ConnectClientError'), appSync('ConnectServerError')],
  };
}
