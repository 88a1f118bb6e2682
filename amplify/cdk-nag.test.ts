/** The rules of AWS Solutions, over the backend as a branch would deploy it, with everything in it that is optional. */
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
    const { output } = await synthesizeBranch('cdk-nag.fixture.ts', { ALARM_EMAIL: 'ops@example.com', FIREWALL: 'on' });
    findings = JSON.parse(output) as Finding[];
  }, 120_000);

  const matches = ({ rule, path }: Finding) => suppressions.filter((one) => one.rule.test(rule) && one.path.test(path));

  it('finds nothing that is not suppressed with a reason', () => {
    expect(findings.filter((finding) => matches(finding).length === 0)).toEqual([]);
  });

  it('still finds everything that is suppressed', () => {
    const used = new Set(findings.flatMap(matches));
    expect(suppressions.filter((suppression) => !used.has(suppression))).toEqual([]);
  });
});
