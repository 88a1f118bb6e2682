/**
 * The whole backend: its resources and its permissions. IAM callers may do exactly what the statements in this file
 * allow; `backend.test.ts` lists them all. `data/resource.ts` says what callers with a user pool token may do.
 */
import { defineBackend } from '@aws-amplify/backend';
import { CfnRole, Policy, PolicyDocument, PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import { auth } from './auth/resource';
import { addBallotStream } from './ballot-stream';
import { addBudget } from './budget';
import { chatPatterns } from './chat-text';
import { data } from './data/resource';
import { addFirewall } from './firewall';
import { movieRotator } from './functions/movie-rotator/resource';
import { tally } from './functions/tally/resource';
import { limits } from './limits';
import { addAlarms } from './monitoring/alarms';
import { addDashboard } from './monitoring/dashboard';
import { createMetrics } from './monitoring/metrics';
import { readDeploymentOptions } from './deployment-options';
import { requireTls } from './require-tls';
import { configureRotatorRuns } from './rotator-runs';
import { categories, show } from './show';

export const backend = defineBackend({ auth, data, movieRotator, tally });

const { graphqlApi, cfnResources, tables, nestedStacks } = backend.data.resources;
const { Round, Ballot, CategoryRecord, ChatThrottle } = tables;
if (!Round || !Ballot || !CategoryRecord || !ChatThrottle)
  throw new Error('The schema lacks a table that the backend uses.');

const isSandbox = backend.stack.node.tryGetContext('amplify-backend-type') === 'sandbox';
const { alarmEmail, monthlyBudgetUsd, hasFirewall, showHours } = readDeploymentOptions(isSandbox);

// Self-registration is off: guests need no account, and operators are invited.
backend.auth.resources.cfnResources.cfnUserPool.adminCreateUserConfig = { allowAdminCreateUserOnly: true };

// Limits for the resolvers and the functions. Tests shorten the rounds with the CDK context value `roundSeconds`.
const roundSeconds = Number(backend.stack.node.tryGetContext('roundSeconds') ?? limits.roundSeconds);
if (!Number.isInteger(roundSeconds) || roundSeconds < 1 || 60 % roundSeconds !== 0) {
  throw new Error(`roundSeconds must be a whole number that divides 60, but is ${roundSeconds}.`);
}
cfnResources.cfnGraphqlApi.environmentVariables = {
  SHOW: show,
  CATEGORIES: JSON.stringify(categories),
  LIMITS: JSON.stringify({ ...limits, roundSeconds }),
  ...chatPatterns,
};

// Limits of one request. The app's requests are at most four levels deep and run at most three resolvers. In a sandbox,
// the console and other tools query the schema, which takes fifteen levels.
cfnResources.cfnGraphqlApi.queryDepthLimit = isSandbox ? 15 : 6;
cfnResources.cfnGraphqlApi.resolverCountLimit = 10;
cfnResources.cfnGraphqlApi.introspectionConfig = isSandbox ? 'ENABLED' : 'DISABLED';

for (const [name, table] of Object.entries(cfnResources.amplifyDynamoDbTables)) {
  // With the account's `aws/dynamodb` key, whose uses CloudTrail logs. DynamoDB caches keys, so this costs cents a month.
  table.sseSpecification = { sseEnabled: true };
  // Restores any second of the last 35 days, for $0.20 per GB and month. The other tables keep rows for an hour only.
  if (['Round', 'CategoryRecord'].includes(name)) table.pointInTimeRecoveryEnabled = true;
  // Delete rows after their TTL.
  if (name !== 'CategoryRecord') table.timeToLiveAttribute = { attributeName: 'expiresAt', enabled: true };
}
requireTls(backend.data.stack);

/** Allows a role to call exactly these fields of the API. */
function allowFields(role: IRole, id: string, fields: string[]) {
  const policy = new Policy(backend.data.stack, id, {
    statements: [
      new PolicyStatement({
        actions: ['appsync:GraphQL'],
        resources: fields.map((field) => `${graphqlApi.arn}/types/${field.replace('.', '/fields/')}`),
      }),
    ],
  });
  policy.attachToRole(role);
}

allowFields(backend.auth.resources.unauthenticatedUserIamRole, 'GuestPolicy', [
  'Query.snapshot',
  'Query.recentRounds',
  'Mutation.castVotes',
  'Mutation.sendMessage',
  'Subscription.onRound',
  'Subscription.onScores',
  'Subscription.onMessage',
]);

// The rotator starts rounds, and reads the last rounds to avoid repeating their movies.
const rotator = backend.movieRotator.resources.lambda;
backend.movieRotator.addEnvironment('GRAPHQL_ENDPOINT', cfnResources.cfnGraphqlApi.attrGraphQlUrl);
backend.movieRotator.addEnvironment('ROUND_TABLE', Round.tableName);
backend.movieRotator.addEnvironment('ROUND_SECONDS', String(roundSeconds));
if (rotator.role) allowFields(rotator.role, 'RotatorPolicy', ['Mutation.startRound']);
rotator.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:Query'], resources: [Round.tableArn] }));
configureRotatorRuns(rotator, showHours);

// The tally counts the changes of `Ballot`, stores totals and records, and publishes both.
const tallyLambda = backend.tally.resources.lambda;
backend.tally.addEnvironment('GRAPHQL_ENDPOINT', cfnResources.cfnGraphqlApi.attrGraphQlUrl);
backend.tally.addEnvironment('ROUND_TABLE', Round.tableName);
backend.tally.addEnvironment('RECORD_TABLE', CategoryRecord.tableName);
if (tallyLambda.role) allowFields(tallyLambda.role, 'TallyPolicy', ['Mutation.publishScores']);
tallyLambda.addToRolePolicy(
  new PolicyStatement({ actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'], resources: [Round.tableArn] }),
);
tallyLambda.addToRolePolicy(
  new PolicyStatement({ actions: ['dynamodb:UpdateItem', 'dynamodb:Query'], resources: [CategoryRecord.tableArn] }),
);
const { tableStreamArn } = Ballot;
if (!tableStreamArn) throw new Error('Ballot has no stream for the tally to read.');
tallyLambda.addToRolePolicy(
  new PolicyStatement({
    actions: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
    resources: [tableStreamArn],
  }),
);
tallyLambda.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }));
const failureQueue = addBallotStream(backend.tally.stack, tallyLambda, tableStreamArn);
tallyLambda.addToRolePolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failureQueue.queueArn] }));

// Amplify allows each data source every action on its table. Allow only what the resolvers use: AppSync calls GetItem
// when the condition of a write fails.
const dataSourceActions = {
  Round: ['dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:GetItem'],
  Ballot: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
  CategoryRecord: ['dynamodb:Query'],
  ChatThrottle: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
};
for (const [name, { tableArn }] of Object.entries({ Round, Ballot, CategoryRecord, ChatThrottle })) {
  const role = nestedStacks[name]?.node.findAll().find((construct) => construct instanceof CfnRole);
  if (!role) throw new Error(`The data source of ${name} has no role.`);
  const actions = dataSourceActions[name as keyof typeof dataSourceActions];
  const policyDocument = new PolicyDocument({ statements: [new PolicyStatement({ actions, resources: [tableArn] })] });
  role.policies = [{ policyName: 'Resolvers', policyDocument }];
}

// Monitoring and protection. `deployment-options.ts` lists the options of a deployment.
const operations = backend.createStack('operations');
const metrics = createMetrics({
  apiId: graphqlApi.apiId,
  rotator,
  tally: tallyLambda,
  failureQueue,
  tables: {
    Round: Round.tableName,
    Ballot: Ballot.tableName,
    CategoryRecord: CategoryRecord.tableName,
    ChatThrottle: ChatThrottle.tableName,
  },
});
const alarms = addAlarms(operations, metrics, { email: alarmEmail, roundSeconds, showHours });
addDashboard(operations, metrics, alarms);
if (alarmEmail) addBudget(operations, alarmEmail, monthlyBudgetUsd);
if (hasFirewall) addFirewall(operations, graphqlApi.arn);
