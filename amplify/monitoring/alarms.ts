/**
 * The alarms of a deployment. An alarm costs $0.10 per month and metric, all of these about $3. Ten metrics per account
 * are free.
 */
import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { accountQuotas, quotaFor, usableShare, type AccountQuotaName } from '../account-quotas';
import type { ShowHours } from '../show-hours';
import { sumOf, type BackendMetrics } from './metrics';

const secondsAMinute = 60;

interface Rule {
  metric: IMetric;
  /** Threshold: the alarm is raised if the metric reaches it. */
  atLeast: number;
  /** Number of minutes, of which most must breach the threshold. Short problems resolve themselves. */
  outOfMinutes?: number;
  description: string;
}

/**
 * Alarms at 80 % of the quotas that CloudWatch can measure. It has no metric of new identities; pages whose request is
 * refused wait for theirs.
 */
function quotaRules(metrics: BackendMetrics, expectedViewers: number): Record<string, Rule> {
  const rule = (name: AccountQuotaName, metric: IMetric, what: string): Rule => ({
    metric,
    atLeast: Math.floor((usableShare * quotaFor(name, expectedViewers) * secondsAMinute) / accountQuotas[name].peak),
    outOfMinutes: 3,
    description: `${what} use 80 % of their quota in the busiest second. \`npm run simulate -- --viewers N\` prints what to request.`,
  });
  return {
    RequestQuota: rule('requests', metrics.tokens, 'Requests to AppSync'),
    ConnectQuota: rule('connects', metrics.connects, 'New connections to AppSync'),
    MessagesInQuota: rule('inbound', metrics.messagesIn, 'Messages into AppSync'),
    MessagesOutQuota: rule('outbound', metrics.messagesOut, 'Messages out of AppSync'),
    BallotQuota: rule('tableWrites', metrics.ballotWrites, 'Writes of ballots'),
    ConcurrencyQuota: {
      ...rule('concurrency', metrics.concurrency, 'Concurrent executions of Lambda'),
      // Not a rate.
      atLeast: Math.floor(usableShare * quotaFor('concurrency', expectedViewers)),
    },
  };
}

const rules = (metrics: BackendMetrics, expectedViewers: number): Record<string, Rule> => ({
  RotatorErrors: {
    metric: metrics.rotatorErrors,
    atLeast: 1,
    outOfMinutes: 3,
    description: 'Rounds fail to start. See the log of movie-rotator.',
  },
  TallyErrors: {
    metric: metrics.tallyErrors,
    atLeast: 1,
    outOfMinutes: 3,
    description: 'The tally fails. Lambda retries for an hour. See its log.',
  },
  TallyBehind: {
    metric: metrics.tallyDelay,
    atLeast: 10_000,
    outOfMinutes: 3,
    description: 'Votes are counted at least one round late.',
  },
  TallyFailures: {
    metric: metrics.tallyFailures,
    atLeast: 1,
    description: 'Votes could not be counted. The queue has their position in the stream, which keeps them for a day.',
  },
  ServerErrors: {
    metric: metrics.serverErrors,
    atLeast: 5,
    outOfMinutes: 3,
    description: 'AppSync has internal errors. See its log.',
  },
  FunctionThrottles: {
    metric: metrics.functionThrottles,
    atLeast: 1,
    outOfMinutes: 3,
    description: "Functions reach the account's limit of concurrent executions.",
  },
  ReadThrottles: {
    metric: metrics.readThrottles,
    atLeast: 1,
    outOfMinutes: 3,
    description: 'DynamoDB throttles reads. Clients and functions retry.',
  },
  WriteThrottles: {
    metric: metrics.writeThrottles,
    atLeast: 1,
    outOfMinutes: 3,
    description: 'DynamoDB throttles writes. Clients and functions retry.',
  },
  MessagesHeldBack: {
    metric: metrics.messagesHeldBack,
    atLeast: 1,
    outOfMinutes: 3,
    description: 'AppSync delays or drops messages, because more messages come in or go out than its quotas allow.',
  },
  ...quotaRules(metrics, expectedViewers),
});

export interface AlarmOptions {
  /** Receives the alarms after confirming the subscription. None are sent if it is missing. */
  email?: string | undefined;
  /** Length of a round in seconds, a divisor of 60. */
  roundSeconds: number;
  showHours: ShowHours;
  /** The alarms assume that AWS has raised the quotas for them, where they need it. From 1. */
  expectedViewers: number;
}

/**
 * Adds the alarms.
 *
 * @returns the alarms, for the dashboard
 */
export function addAlarms(scope: Construct, metrics: BackendMetrics, options: AlarmOptions): Alarm[] {
  const topic = alarmTopic(scope);
  if (options.email) topic.addSubscription(new EmailSubscription(options.email));

  const alarms = Object.entries(rules(metrics, options.expectedViewers)).map(
    ([id, { metric, atLeast, outOfMinutes = 1, description }]) =>
      new Alarm(scope, id, {
        metric,
        threshold: atLeast,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: outOfMinutes,
        datapointsToAlarm: Math.ceil(outOfMinutes / 2),
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: description,
      }),
  );
  const all = [...roundAlarms(scope, metrics, options), ...alarms];
  for (const alarm of all) alarm.addAlarmAction(new SnsAction(topic));
  return all;
}

/**
 * The alarm on missing rounds: fewer than ten of twelve in two minutes. Those that are not due, since a host has paused the
 * show or made its rounds longer, are not missing. There is no alarm if no show is scheduled.
 */
function roundAlarms(
  scope: Construct,
  { roundsStarted, roundsNotDue }: BackendMetrics,
  options: AlarmOptions,
): Alarm[] {
  const { roundSeconds, showHours } = options;
  if (showHours === 'never') return [];
  const isAlwaysOn = showHours === 'always';
  return [
    new Alarm(scope, 'MissingRounds', {
      metric: sumOf('rounds', 'Rounds started or not due', [roundsStarted, roundsNotDue], Duration.minutes(2)),
      threshold: Math.floor((10 / 12) * (120 / roundSeconds)),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      // The metric has no data if no round starts. Between shows that is right, and two minutes at both ends of a show
      // have few rounds. Then `RotatorErrors` reports a rotator that starts none.
      treatMissingData: isAlwaysOn ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      evaluationPeriods: isAlwaysOn ? 1 : 2,
      alarmDescription: 'Rounds are missing. See the log of movie-rotator.',
    }),
  ];
}

/**
 * Not encrypted with KMS: CloudWatch requires a customer managed key for $1 per month, and alarms contain no secrets.
 */
function alarmTopic(scope: Construct): Topic {
  const topic = new Topic(scope, 'Alarms', { displayName: 'Matinee', enforceSSL: true });
  const { account, region, partition } = Stack.of(scope);
  // A custom policy replaces the default policy, which would allow the alarms of the account.
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
      },
    }),
  );
  return topic;
}
