/**
 * Sends mail when the costs of the month exceed the budget. It covers the whole account, because separate costs per
 * deployment need activated cost allocation tags. The first two budgets of an account are free.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
 */
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';

/**
 * @param email receives the notifications
 * @param monthlyBudgetUsd in US dollars, above 0
 */
export function addBudget(scope: Construct, email: string, monthlyBudgetUsd: number): void {
  const mailAt = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
    subscribers: [{ subscriptionType: 'EMAIL', address: email }],
  });
  new CfnBudget(scope, 'MonthlyBudget', {
    budget: { budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: monthlyBudgetUsd, unit: 'USD' } },
    notificationsWithSubscribers: [mailAt('ACTUAL', 80), mailAt('ACTUAL', 100), mailAt('FORECASTED', 100)],
  });
}
