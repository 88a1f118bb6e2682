import { describe, expect, it } from 'vitest';
import { readDeploymentOptions, unsetVariables } from './deployment-options';

describe('a deployment', () => {
  it('needs nothing set: a branch has a firewall, a sandbox has none, and nobody gets mail', () => {
    const defaults = { alarmEmail: undefined, monthlyBudgetUsd: 25 };
    expect(readDeploymentOptions(false, {})).toEqual({ ...defaults, hasFirewall: true });
    expect(readDeploymentOptions(true, {})).toEqual({ ...defaults, hasFirewall: false });
  });

  it('takes a variable that is set to nothing for one that is not set', () => {
    const empty = { ALARM_EMAIL: '', MONTHLY_BUDGET_USD: '', FIREWALL: '' };
    expect(readDeploymentOptions(false, empty)).toEqual(readDeploymentOptions(false, {}));
  });

  it('is told otherwise by variables', () => {
    const variables = { ALARM_EMAIL: 'ops@example.com', MONTHLY_BUDGET_USD: '60' };
    expect(readDeploymentOptions(false, { ...variables, FIREWALL: 'off' })).toEqual({
      alarmEmail: 'ops@example.com',
      monthlyBudgetUsd: 60,
      hasFirewall: false,
    });
    expect(readDeploymentOptions(true, { FIREWALL: 'on' }).hasFirewall).toBe(true);
  });

  it('is what it is by default where the variables are taken out', () => {
    const variables = { ALARM_EMAIL: 'ops@example.com', MONTHLY_BUDGET_USD: '60', FIREWALL: 'off' };
    expect(readDeploymentOptions(false, { ...variables, ...unsetVariables })).toEqual(readDeploymentOptions(false, {}));
  });

  it.each([
    ['ALARM_EMAIL', 'nobody'],
    ['MONTHLY_BUDGET_USD', 'much'],
    ['MONTHLY_BUDGET_USD', '0'],
    ['FIREWALL', 'no'],
  ])('refuses what a variable must not hold: %s=%s', (name, value) => {
    expect(() => readDeploymentOptions(false, { [name]: value })).toThrow(name);
  });
});
