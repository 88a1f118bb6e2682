/**
 * When somebody should look, and at what. An alarm costs $0.10 a month for each metric that it looks at, all of these
 * some $2; ten metrics of an account are free.
 */
import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { BackendMetrics } from './metrics';

interface Rule {
  metric: IMetric;
  /** Alarms where the metric reaches it. */
  atLeast: number;
  /** Minutes of which the rule must hold in most; a moment's trouble mends itself. */
  of?: number;
  what: string;
}

const rules = (metrics: BackendMetrics): Record<string, Rule> => ({
  RotatorErrors: {
    metric: metrics.rotatorErrors,
    atLeast: 1,
    of: 3,
    what: 'Rounds fail to start. See the log of movie-rotator.',
  },
  TallyErrors: {
    metric: metrics.tallyErrors,
    atLeast: 1,
    of: 3,
    what: 'The tally fails; it tries again for an hour. See its log.',
  },
  TallyBehind: { metric: metrics.tallyDelay, atLeast: 10_000, of: 3, what: 'Votes are counted a round late or more.' },
  TallyFailures: {
    metric: metrics.tallyFailures,
    atLeast: 1,
    what: 'Votes were given up. The queue names where they stand in the stream, for a day.',
  },
  ServerErrors: {
    metric: metrics.serverErrors,
    atLeast: 5,
    of: 3,
    what: 'AppSync answers with errors of its own. See its log.',
  },
  FunctionThrottles: {
    metric: metrics.functionThrottles,
    atLeast: 1,
    of: 3,
    what: "Functions wait at the account's limit of concurrent executions.",
  },
  TableThrottles: {
    metric: metrics.tableThrottles,
    atLeast: 1,
    of: 3,
    what: 'DynamoDB refuses requests; clients and functions try again.',
  },
  BandwidthExceeded: {
    metric: metrics.bandwidthExceeded,
    atLeast: 1,
    of: 3,
    what: 'Messages to screens are lost to the bandwidth quota of AppSync.',
  },
});

/**
 * @param email whom the alarms write to, once the mail that asks for it is confirmed; nobody where it is missing
 * @returns the alarms, for the dashboard
 */
export function addAlarms(scope: Construct, metrics: BackendMetrics, email?: string): Alarm[] {
  const topic = alarmTopic(scope);
  if (email) topic.addSubscription(new EmailSubscription(email));

  const alarms = Object.entries(rules(metrics)).map(
    ([id, { metric, atLeast, of = 1, what }]) =>
      new Alarm(scope, id, {
        metric,
        threshold: atLeast,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: of,
        datapointsToAlarm: Math.ceil(of / 2),
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: what,
      }),
  );
  // Silence is the alarm here: where no round starts there is no point at all.
  const noRound = new Alarm(scope, 'NoRound', {
    metric: metrics.roundsStarted.with({ period: Duration.minutes(2) }),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.BREACHING,
    alarmDescription: 'No round has started for two minutes: the show stands still. See the log of movie-rotator.',
  });
  for (const alarm of [noRound, ...alarms]) alarm.addAlarmAction(new SnsAction(topic));
  return [noRound, ...alarms];
}

/** Not encrypted with a key of KMS: CloudWatch can use none but one's own, $1 a month, and alarms tell no secret. */
function alarmTopic(scope: Construct): Topic {
  const topic = new Topic(scope, 'Alarms', { displayName: 'Matinee', enforceSSL: true });
  const { account, region, partition } = Stack.of(scope);
  // A policy of one's own replaces the one that would let the account's alarms in.
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
