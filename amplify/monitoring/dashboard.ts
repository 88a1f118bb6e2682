/** The dashboard, in the console under *CloudWatch → Dashboards*. Three per account are free, others cost $3 per month. */
import { Duration, Stack } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, GraphWidget, type Alarm, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { BackendMetrics } from './metrics';

/**
 * Adds the dashboard.
 *
 * @param alarms alarms whose states are shown above the graphs
 * @returns its address in the console
 */
export function addDashboard(scope: Construct, metrics: BackendMetrics, alarms: Alarm[]): string {
  const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
    new GraphWidget({ title, left, right, width: 8, height: 6, leftYAxis: { min: 0 } });

  const dashboard = new Dashboard(scope, 'Dashboard', {
    defaultInterval: Duration.hours(3),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 3 })],
      [
        graph('Rounds started', [metrics.roundsStarted, metrics.roundsNotDue]),
        graph('Votes', [metrics.votes]),
        graph('Vote to screen, in milliseconds', metrics.voteToScreenDelays),
      ],
      [
        graph('Connections and subscriptions', [metrics.connections], [metrics.subscriptions]),
        graph('Requests, and their latency in milliseconds', [metrics.requests], [metrics.latency]),
        graph('Refused connections', metrics.connectErrors),
      ],
      [
        graph('Errors', [
          metrics.rotatorErrors,
          metrics.tallyErrors,
          metrics.tallyFailures,
          metrics.serverErrors,
          metrics.clientErrors,
        ]),
        graph('Throttles', [
          metrics.functionThrottles,
          metrics.readThrottles,
          metrics.writeThrottles,
          metrics.messagesHeldBack,
        ]),
        graph('Delay of the tally, in milliseconds', [metrics.tallyDelay]),
      ],
    ],
  });
  const { region } = Stack.of(dashboard);
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard.dashboardName}`;
}
