/** IAM's limits of policies, in characters without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
import { intrinsicOf, resourcesOf, type Template } from './templates';

const maxInlinePoliciesOfRole = 10_240;
const maxManagedPolicy = 6144;
const maxTrustPolicy = 2048;

/** Long enough for any ARN of the deployment, whose length is known only there. */
const computedLength = 160;

/** @returns one line for each role or policy that exceeds a limit */
export function checkPolicySizes(templates: Template[]): string[] {
  const problems: string[] = [];
  const check = (at: string, what: string, size: number, limit: number) => {
    if (size > limit) problems.push(`${at}: ${what} has ${size} characters, more than ${limit}`);
  };

  for (const template of templates) {
    const inline = new Map<string, number>();
    for (const { id, at, Type, Properties } of resourcesOf([template])) {
      if (Type === 'AWS::IAM::Role') {
        check(at, 'the trust policy', lengthOf(Properties.AssumeRolePolicyDocument), maxTrustPolicy);
        inline.set(id, (inline.get(id) ?? 0) + lengthOf(Properties.Policies ?? []));
      } else if (Type === 'AWS::IAM::Policy') {
        for (const role of (Properties.Roles ?? []) as unknown[]) {
          // A role of another stack is a parameter: its policies add up within each stack.
          const roleId = JSON.stringify(role).replace(/^\{"Ref":"(.*)"\}$/, '$1');
          inline.set(roleId, (inline.get(roleId) ?? 0) + lengthOf(Properties.PolicyDocument));
        }
      } else if (Type === 'AWS::IAM::ManagedPolicy') {
        check(at, 'the policy', lengthOf(Properties.PolicyDocument), maxManagedPolicy);
      }
    }
    for (const [role, size] of inline) {
      check(`${template.stack}, ${role}`, "the role's inline policies together", size, maxInlinePoliciesOfRole);
    }
  }
  return problems;
}

function lengthOf(document: unknown): number {
  const text = JSON.stringify(document, (_, value: unknown) =>
    intrinsicOf(value) === undefined ? value : 'x'.repeat(computedLength),
  );
  return text.replace(/\s/g, '').length;
}
