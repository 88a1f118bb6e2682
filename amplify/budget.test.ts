import { it } from 'vitest';
import { addBudget } from './budget';
import { synthesizeStack } from './template.fixture';

const template = synthesizeStack((stack) => addBudget(stack, 'ops@example.com', 25));

it('sends mail at 80 % of the budget, at 100 %, and when the forecast exceeds it', () => {
  const mail = (NotificationType: string, Threshold: number) => ({
    Notification: { NotificationType, Threshold, ThresholdType: 'PERCENTAGE', ComparisonOperator: 'GREATER_THAN' },
    Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'ops@example.com' }],
  });
  template.hasResourceProperties('AWS::Budgets::Budget', {
    Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 25, Unit: 'USD' } },
    NotificationsWithSubscribers: [mail('ACTUAL', 80), mail('ACTUAL', 100), mail('FORECASTED', 100)],
  });
});
