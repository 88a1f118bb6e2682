/** `npm run deploy:check`: checks what a deployment would create, without an account, and prints what it costs. */
import path from 'node:path';
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { readDeployment, synthesize } from 'amplify-local';
import { exitCodes } from '../command-line/exit-codes';
import { exitOnClosedPipe } from '../command-line/exit-on-closed-pipe';
import { projectFolder } from '../project-folder';
import { findCycles } from './cycles';
import { checkBundle, measureBundle, megabytes } from './hosting-bundle';
import { monthlyCost } from './monthly-cost';
import { checkNames, checkTemplates } from './names';
import { checkPolicySizes } from './policies';
import { checkProperties } from './properties';
import { checkResolvers } from './resolvers';
import { readTemplates, resourcesOf, type Template } from './templates';

exitOnClosedPipe();

/** The CDK context that `ampx` sets, with the longest names: app ids have 14 characters. */
const deployments = {
  branch: {
    'amplify-backend-type': 'branch',
    'amplify-backend-namespace': 'd123456789abcd',
    'amplify-backend-name': 'main',
  },
  sandbox: { 'amplify-backend-type': 'sandbox' },
};

/** The options of a deployment, as set in this shell. */
const options = ['ALARM_EMAIL', 'MONTHLY_BUDGET_USD', 'FIREWALL', 'SHOW_HOURS', 'EXPECTED_VIEWERS'];
const environment = Object.fromEntries(
  options.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
);

const specification = await loadAwsServiceSpec();
const problems: string[] = [];

for (const [name, context] of Object.entries(deployments)) {
  const folder = await synthesize({ projectFolder, context, environment });
  const templates = await readTemplates(folder);
  const { api } = readDeployment(folder, {
    region: 'us-east-1',
    accountId: '123456789012',
    graphqlUrl: 'https://localhost/graphql',
  });
  const found = [
    ...templates.flatMap(findCycles),
    ...checkProperties(templates, specification),
    ...checkResolvers(api),
    ...checkPolicySizes(templates),
    ...checkNames(templates),
    ...checkTemplates(templates),
  ];
  problems.push(...found.map((problem) => `${name}: ${problem}`));

  console.log(`\nA ${name} creates ${resourcesOf(templates).length} resources in ${templates.length} stacks:`);
  console.table(countTypes(templates));
  const costs = monthlyCost(templates);
  console.log(`A ${name} costs per month without viewers, in US dollars before the free tier:`);
  const total = costs.reduce((sum, { usd }) => sum + usd, 0);
  console.table(
    Object.fromEntries([...costs, { what: 'total', usd: total }].map(({ what, usd }) => [what, usd.toFixed(2)])),
  );
}

const bundleBytes = await measureBundle(path.join(projectFolder, '.next'));
if (bundleBytes === undefined) {
  console.log('\nThe size of the app was not checked: there is no build. `npm run build` creates one.');
} else {
  console.log(`\nThe app has ${megabytes(bundleBytes)} MB.`);
  problems.push(...checkBundle(bundleBytes));
}

if (problems.length > 0) {
  console.error(`\n${problems.length} problems:\n${problems.join('\n')}`);
  process.exitCode = exitCodes.failed;
} else {
  console.log('\nNo problems found.');
}

function countTypes(templates: Template[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { Type } of resourcesOf(templates)) counts[Type] = (counts[Type] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => a.localeCompare(b)));
}
