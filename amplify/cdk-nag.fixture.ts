/**
 * Synthesizes the backend, checks it against the rules of AWS Solutions, and prints the findings as JSON.
 * https://github.com/cdklabs/cdk-nag/blob/main/RULES.md
 */
import { AwsSolutionsChecks } from 'cdk-nag';
import { backend } from './backend';

process.once('beforeExit', () => {
  const { violations } = new AwsSolutionsChecks().validateScope(backend.stack);
  const findings = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({
      rule: ruleName,
      path: constructPath?.split('/').slice(1).join('/'),
    })),
  );
  process.stdout.write(`\n${JSON.stringify(findings)}\n`);
});
