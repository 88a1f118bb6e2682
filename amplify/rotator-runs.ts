/**
 * How the rotator is invoked. A run that fails or comes late is not repeated: the next minute has a run of its own, and
 * repeated runs would pile up during an outage.
 *
 * No concurrency is reserved. Two runs overlap for some seconds each minute, which the account's quota must allow: at
 * least 10, even in a new account. Reserving would fail there, because Lambda keeps as many executions unreserved.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { ShowHours } from './show-hours';

/** The least that both services allow, in seconds. */
const maxEventAgeSeconds = 60;

/**
 * Limits the retries of the scheduler and of asynchronous invocation, and the hours in which runs are scheduled.
 *
 * @param rotator has exactly one schedule
 * @throws if it has none or several
 */
export function configureRotatorRuns(rotator: IFunction, showHours: ShowHours): void {
  rotator.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.seconds(maxEventAgeSeconds) });

  const [schedule, second] = rotator.node.findAll().filter((construct) => construct instanceof CfnSchedule);
  if (!schedule || second) throw new Error('The rotator must have exactly one schedule.');
  schedule.addPropertyOverride('Target.RetryPolicy', {
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: maxEventAgeSeconds,
  });
  if (showHours === 'never') schedule.addPropertyOverride('State', 'DISABLED');
  else if (showHours !== 'always') {
    schedule.addPropertyOverride('ScheduleExpression', `cron(* ${showHours.hours.join(',')} * * ? *)`);
    schedule.addPropertyOverride('ScheduleExpressionTimezone', showHours.timeZone);
  }
}
