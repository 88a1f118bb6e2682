import { describe, expect, it } from 'vitest';
import { readDeploymentOptions, unsetVariables } from './deployment-options';

describe('a deployment', () => {
  it('has a firewall in a branch, none in a sandbox, and sends no mail by default', () => {
    const defaults = { alarmEmail: undefined, monthlyBudgetUsd: 50, showHours: 'always', expectedViewers: 1000 };
    expect(readDeploymentOptions(false, {})).toEqual({ ...defaults, hasFirewall: true });
    expect(readDeploymentOptions(true, {})).toEqual({ ...defaults, hasFirewall: false });
  });

  it('ignores empty variables', () => {
    const empty = { ALARM_EMAIL: '', MONTHLY_BUDGET_USD: '', FIREWALL: '', SHOW_HOURS: '', EXPECTED_VIEWERS: '' };
    expect(readDeploymentOptions(false, empty)).toEqual(readDeploymentOptions(false, {}));
  });

  it('uses the variables', () => {
    const variables = { ALARM_EMAIL: 'ops@example.com', MONTHLY_BUDGET_USD: '60', EXPECTED_VIEWERS: '20000' };
    expect(readDeploymentOptions(false, { ...variables, FIREWALL: 'off' })).toEqual({
      alarmEmail: 'ops@example.com',
      monthlyBudgetUsd: 60,
      hasFirewall: false,
      showHours: 'always',
      expectedViewers: 20_000,
    });
    expect(readDeploymentOptions(true, { FIREWALL: 'on' }).hasFirewall).toBe(true);
  });

  it('has the defaults once the variables are removed', () => {
    const variables = { ALARM_EMAIL: 'ops@example.com', MONTHLY_BUDGET_USD: '60', FIREWALL: 'off' };
    expect(readDeploymentOptions(false, { ...variables, ...unsetVariables })).toEqual(readDeploymentOptions(false, {}));
  });

  it.each([
    ['ALARM_EMAIL', 'nobody'],
    ['MONTHLY_BUDGET_USD', 'much'],
    ['MONTHLY_BUDGET_USD', '0'],
    ['FIREWALL', 'no'],
    ['SHOW_HOURS', 'evenings'],
    ['EXPECTED_VIEWERS', 'many'],
    ['EXPECTED_VIEWERS', '0'],
    ['EXPECTED_VIEWERS', '1000.5'],
    ['EXPECTED_VIEWERS', '1000001'],
  ])('refuses an invalid variable: %s=%s', (name, value) => {
    expect(() => readDeploymentOptions(false, { [name]: value })).toThrow(name);
  });
  it('says how many viewers it can expect', () => {
    expect(() => readDeploymentOptions(false, { EXPECTED_VIEWERS: '2000000' })).toThrow(
      /<=1000000[\s\S]*EXPECTED_VIEWERS/,
    );
  });
});
