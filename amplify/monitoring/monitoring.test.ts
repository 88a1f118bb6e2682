import { Match } from 'aws-cdk-lib/assertions';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { namespace } from '../functions/metrics';
import { synthesizeStack } from '../template.fixture';
import { addAlarms, type AlarmOptions } from './alarms';
import { addDashboard } from './dashboard';
import { createMetrics } from './metrics';

const templateFor = (options: Partial<AlarmOptions> = {}) =>
  synthesizeStack((stack) => {
    const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:123456789012:${name}`;
    const metrics = createMetrics({
      apiId: 'api',
      rotator: Function.fromFunctionArn(stack, 'Rotator', arn('lambda', 'function:rotator')),
      tally: Function.fromFunctionArn(stack, 'Tally', arn('lambda', 'function:tally')),
      failureQueue: Queue.fromQueueArn(stack, 'Failures', arn('sqs', 'failures')),
      tables: {
        Round: 'Round-api',
        Ballot: 'Ballot-api',
        CategoryRecord: 'CategoryRecord-api',
        ChatThrottle: 'ChatThrottle-api',
      },
    });
    addDashboard(
      stack,
      metrics,
      addAlarms(stack, metrics, { roundSeconds: 10, showHours: 'always', expectedViewers: 1000, ...options }),
    );
  });

const template = templateFor();
const templateWithEmail = templateFor({ email: 'ops@example.com' });

interface AlarmProperties {
  Metrics?: { MetricStat?: { Metric: { MetricName: string } } }[];
}

/** The metrics of each alarm that combines several. */
function alarmMetrics() {
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  // The CDK's assertions do not type the properties of a resource.
  return alarms.map(({ Properties }) => (Properties as AlarmProperties).Metrics ?? []);
}

/** The sum of started rounds and of those that are not due. */
const rounds = (Period = 120) => {
  const stat = (Id: string, MetricName: string) =>
    Match.objectLike({
      Id,
      MetricStat: {
        Metric: { Namespace: namespace, MetricName, Dimensions: functionName('rotator') },
        Period,
        Stat: 'Sum',
      },
    });
  return [
    Match.objectLike({ Expression: 'SUM([FILL(rounds0, 0), FILL(rounds1, 0)])' }),
    stat('rounds0', 'RoundsStarted'),
    stat('rounds1', 'RoundsNotDue'),
  ];
};

const functionName = (Value: string) => [{ Name: 'FunctionName', Value }];

describe('alarms', () => {
  it.each<[string, object]>([
    [
      'rounds are missing, or none has started, and none is paused',
      {
        Metrics: rounds(),
        EvaluationPeriods: 1,
        Threshold: 10,
        ComparisonOperator: 'LessThanThreshold',
        TreatMissingData: 'breaching',
      },
    ],
    [
      'the tally fails repeatedly',
      { MetricName: 'Errors', Dimensions: functionName('tally'), EvaluationPeriods: 3, DatapointsToAlarm: 2 },
    ],
    ['the tally is a round behind', { MetricName: 'IteratorAge', Threshold: 10_000, Statistic: 'Maximum' }],
    [
      'the tally could not count a batch',
      { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1, EvaluationPeriods: 1 },
    ],
    ['AppSync has internal errors', { MetricName: '5XXError', Dimensions: [{ Name: 'GraphQLAPIId', Value: 'api' }] }],
  ])('are raised if %s', (_, properties) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', properties);
  });

  it.each([
    [10, 10],
    [5, 20],
    [60, 1],
  ])('expect ten of twelve rounds, whatever their length: %i s', (roundSeconds, Threshold) => {
    templateFor({ roundSeconds }).hasResourceProperties('AWS::CloudWatch::Alarm', { Metrics: rounds(), Threshold });
  });

  it('are not raised between shows, nor by the first and last rounds of a show', () => {
    const showHours = { hours: [20, 21], timeZone: 'UTC' };
    templateFor({ showHours }).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: rounds(),
      Threshold: 10,
      EvaluationPeriods: 2,
      TreatMissingData: 'notBreaching',
    });
  });

  it('do not expect rounds if no show is scheduled', () => {
    const alarms = templateFor({ showHours: 'never' }).findResources('AWS::CloudWatch::Alarm');
    expect(JSON.stringify(alarms)).not.toContain('RoundsStarted');
    expect(Object.keys(alarms)).toHaveLength(15);
  });

  it.each([
    ['all errors of the rotator, including handled ones', ['Errors', 'RoundErrors']],
    ['throttles of functions', ['Throttles', 'Throttles']],
    ['read throttles of tables', Array(4).fill('ReadThrottleEvents')],
    ['write throttles of tables', Array(4).fill('WriteThrottleEvents')],
  ])('monitor the sum of %s', (_, names: string[]) => {
    const sums = alarmMetrics().map((metrics) =>
      metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? []).toSorted(),
    );
    expect(sums).toContainEqual(names.toSorted());
  });

  it.each([
    // 80 % of the quota of a second, for a minute, by the factor of the busiest second.
    ['TokensConsumed', 200_000],
    ['ConnectRequests', 96_000],
    ['InboundMessageSuccess', 480_000],
    ['OutboundMessages', 16_000_000],
    ['ConsumedWriteCapacityUnits', 800_000],
    ['ConcurrentExecutions', 800],
  ])('are raised at 80 %% of a default quota: %s', (MetricName, Threshold) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName,
      Threshold,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
    });
  });

  it('assume that the quotas are raised for the expected viewers', () => {
    const large = templateFor({ expectedViewers: 100_000 });
    // 39,000 tokens a second.
    large.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'TokensConsumed', Threshold: 780_000 });
    large.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ConnectRequests', Threshold: 96_000 });
  });

  it('are raised if AppSync holds messages back', () => {
    const sums = alarmMetrics().map((metrics) =>
      metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? []).toSorted(),
    );
    expect(sums).toContainEqual(['InboundMessageDelayed', 'InboundMessageDropped']);
  });

  it('use at most the ten metrics that CloudWatch allows', () => {
    for (const metrics of alarmMetrics()) expect(metrics.length).toBeLessThanOrEqual(10);
  });

  it('can be published only by alarms of the account, over TLS', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Effect: 'Deny',
            Action: 'sns:Publish',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }),
          }),
        ],
      },
    });
  });

  it('send mail to the configured address', () => {
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    templateWithEmail.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    });
  });
});

it('the dashboard shows rounds, votes, delays, errors, throttles and connections', () => {
  const body = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
  for (const metric of [
    'RoundsStarted',
    'Votes',
    'VoteToScreenDelay',
    'Errors',
    '5XXError',
    'Throttles',
    'WriteThrottleEvents',
    'ActiveConnections',
  ]) {
    expect(body).toContain(metric);
  }
});
