import { describe, expect, it } from 'vitest';
import { deploymentOptions, nothingChosen } from './options';

describe('a deployment', () => {
  it('needs nothing set: a branch has a firewall, a sandbox has none, and nobody gets mail', () => {
    const defaults = { alarmEmail: undefined, monthlyBudget: 25 };
    expect(deploymentOptions(false, {})).toEqual({ ...defaults, hasFirewall: true });
    expect(deploymentOptions(true, {})).toEqual({ ...defaults, hasFirewall: false });
  });

  it('takes a variable that is set to nothing for one that is not set', () => {
    const empty = { ALARM_EMAIL: '', MONTHLY_BUDGET_USD: '', FIREWALL: '' };
    expect(deploymentOptions(false, empty)).toEqual(deploymentOptions(false, {}));
  });

  it('is told otherwise by variables', () => {
    const variables = { ALARM_EMAIL: 'ops@example.com', MONTHLY_BUDGET_USD: '60' };
    expect(deploymentOptions(false, { ...variables, FIREWALL: 'off' })).toEqual({
      alarmEmail: 'ops@example.com',
      monthlyBudget: 60,
      hasFirewall: false,
    });
    expect(deploymentOptions(true, { FIREWALL: 'on' }).hasFirewall).toBe(true);
  });

  it('is what it is by default where the variables are taken out', () => {
    const variables = { ALARM_EMAIL: 'ops@example.com', MONTHLY_BUDGET_USD: '60', FIREWALL: 'off' };
    expect(deploymentOptions(false, { ...variables, ...nothingChosen })).toEqual(deploymentOptions(false, {}));
  });

  it.each([
    ['ALARM_EMAIL', 'nobody'],
    ['MONTHLY_BUDGET_USD', 'much'],
    ['MONTHLY_BUDGET_USD', '0'],
    ['FIREWALL', 'no'],
  ])('refuses what a variable must not hold: %s=%s', (name, value) => {
    expect(() => deploymentOptions(false, { [name]: value })).toThrow(name);
  });
});
