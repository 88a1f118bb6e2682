import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { describe, expect, it } from 'vitest';
import { configureRotatorRuns } from './rotator-runs';
import type { ShowHours } from './show-hours';
import { synthesizeStack } from './template.fixture';

/** A function with a schedule below it, as Amplify defines it. */
const template = (showHours: ShowHours, schedules = 1) =>
  synthesizeStack((stack) => {
    const rotator = new Function(stack, 'Rotator', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = () => {}'),
    });
    for (let index = 0; index < schedules; index++) {
      new Schedule(rotator, `schedule-${index}`, {
        schedule: ScheduleExpression.cron({ minute: '*' }),
        target: new LambdaInvoke(rotator),
      });
    }
    configureRotatorRuns(rotator, showHours);
  });

const always = template('always');

describe('runs of the rotator', () => {
  it('are not repeated, neither by the scheduler nor by asynchronous invocation', () => {
    const retries = { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 };
    always.hasResourceProperties('AWS::Scheduler::Schedule', { Target: { RetryPolicy: retries } });
    always.hasResourceProperties('AWS::Lambda::EventInvokeConfig', retries);
  });

  it('have no reserved concurrency, which a new account may not have', () => {
    const [fn] = Object.values(always.findResources('AWS::Lambda::Function'));
    expect(fn).not.toHaveProperty('Properties.ReservedConcurrentExecutions');
  });

  it.each<[string, ShowHours, object]>([
    ['every minute', 'always', { ScheduleExpression: 'cron(* * * * ? *)', State: 'ENABLED' }],
    ['never', 'never', { State: 'DISABLED' }],
    [
      'every minute of some hours',
      { hours: [0, 22, 23], timeZone: 'Europe/Berlin' },
      { ScheduleExpression: 'cron(* 0,22,23 * * ? *)', ScheduleExpressionTimezone: 'Europe/Berlin' },
    ],
  ])('are scheduled %s', (_, showHours, properties) => {
    template(showHours).hasResourceProperties('AWS::Scheduler::Schedule', properties);
  });

  it.each([0, 2])('need exactly one schedule, not %i', (schedules) => {
    expect(() => template('always', schedules)).toThrow('exactly one schedule');
  });
});
