/** Checks a branch deployment with every optional resource against the rules of AWS Solutions. */
import { beforeAll, describe, expect, it } from 'vitest';
import { suppressions } from './cdk-nag.suppressions.fixture';
import { synthesizeBranch } from './synthesis.fixture';

interface Finding {
  rule: string;
  path: string;
}

describe('cdk-nag', () => {
  let findings: Finding[];

  beforeAll(async () => {
    const options = { ALARM_EMAIL: 'ops@example.com', FIREWALL: 'on', EXPECTED_VIEWERS: '1000000' };
    const { output } = await synthesizeBranch('cdk-nag.fixture.ts', options);
    findings = JSON.parse(output) as Finding[];
  }, 120_000);

  const matches = ({ rule, path }: Finding) =>
    suppressions.filter((suppression) => suppression.rule.test(rule) && suppression.path.test(path));

  it('finds nothing that is not suppressed with a reason', () => {
    expect(findings.filter((finding) => matches(finding).length === 0)).toEqual([]);
  });

  it('finds every suppressed problem, so that no suppression is outdated', () => {
    const used = new Set(findings.flatMap(matches));
    expect(suppressions.filter((suppression) => !used.has(suppression))).toEqual([]);
  });
});
