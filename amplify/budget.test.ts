import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { it, vi } from 'vitest';
import { addBudget } from './budget';

// The first use of the CDK loads it, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

it('sends mail at 80 % of the budget, at 100 %, and when the forecast exceeds it', () => {
  const stack = new Stack(new App());
  addBudget(stack, 'ops@example.com', 25);
  const mail = (NotificationType: string, Threshold: number) => ({
    Notification: { NotificationType, Threshold, ThresholdType: 'PERCENTAGE', ComparisonOperator: 'GREATER_THAN' },
    Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'ops@example.com' }],
  });
  Template.fromStack(stack).hasResourceProperties('AWS::Budgets::Budget', {
    Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 25, Unit: 'USD' } },
    NotificationsWithSubscribers: [mail('ACTUAL', 80), mail('ACTUAL', 100), mail('FORECASTED', 100)],
  });
});
