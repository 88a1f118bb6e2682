/**
 * The whole backend: what there is, and who may do what. Whoever signs with IAM may do what the statements here say,
 * and a test holds the full list of them; what a token of the user pool opens is in `data/resource.ts`.
 */
import { defineBackend } from '@aws-amplify/backend';
import { CfnRole, Policy, PolicyDocument, PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import { auth } from './auth/resource';
import { addBallotStream } from './ballot-stream';
import { addBudget } from './budget';
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
import { categories, show } from './show';

export const backend = defineBackend({ auth, data, movieRotator, tally });

const { graphqlApi, cfnResources, tables, nestedStacks } = backend.data.resources;
const { Round, Ballot, CategoryRecord, ChatThrottle } = tables;
if (!Round || !Ballot || !CategoryRecord || !ChatThrottle)
  throw new Error('The schema lacks a table that the backend uses.');

const isSandbox = backend.stack.node.tryGetContext('amplify-backend-type') === 'sandbox';
const { alarmEmail, monthlyBudgetUsd, hasFirewall } = readDeploymentOptions(isSandbox);

// Nobody signs up alone: guests need no account, and operators are invited.
backend.auth.resources.cfnResources.cfnUserPool.adminCreateUserConfig = { allowAdminCreateUserOnly: true };

// Limits, for the resolvers and the functions. Tests shorten the rounds with the CDK context `roundSeconds`.
const roundSeconds = Number(backend.stack.node.tryGetContext('roundSeconds') ?? limits.roundSeconds);
if (!Number.isInteger(roundSeconds) || roundSeconds < 1 || 60 % roundSeconds !== 0) {
  throw new Error(`A round lasts a whole number of seconds that divides 60, not ${roundSeconds}.`);
}
cfnResources.cfnGraphqlApi.environmentVariables = {
  SHOW: show,
  CATEGORIES: JSON.stringify(categories),
  LIMITS: JSON.stringify({ ...limits, roundSeconds }),
};

// What one request may ask for. Ours are four levels deep and run three resolvers and functions at most; the
// console and other tools ask a sandbox for its schema, fifteen levels deep.
cfnResources.cfnGraphqlApi.queryDepthLimit = isSandbox ? 15 : 6;
cfnResources.cfnGraphqlApi.resolverCountLimit = 10;
cfnResources.cfnGraphqlApi.introspectionConfig = isSandbox ? 'ENABLED' : 'DISABLED';

for (const [name, table] of Object.entries(cfnResources.amplifyDynamoDbTables)) {
  // With the account's `aws/dynamodb` key, whose uses CloudTrail shows: some cents a month, as keys are cached.
  table.sseSpecification = { sseEnabled: true };
  // Any second of the last 35 days can be restored, $0.20 a GB a month; the other tables hold an hour's worth of rows.
  if (['Round', 'CategoryRecord'].includes(name)) table.pointInTimeRecoveryEnabled = true;
  // Rows that have had their day.
  if (name !== 'CategoryRecord') table.timeToLiveAttribute = { attributeName: 'expiresAt', enabled: true };
}
requireTls(backend.data.stack);

/** Lets a role call fields of the API, and nothing else of it. */
function mayCall(role: IRole, id: string, fields: string[]) {
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

mayCall(backend.auth.resources.unauthenticatedUserIamRole, 'GuestPolicy', [
  'Query.snapshot',
  'Query.recentRounds',
  'Mutation.castVotes',
  'Mutation.sendMessage',
  'Subscription.onRound',
  'Subscription.onScores',
  'Subscription.onMessage',
]);

// The rotator: starts rounds, and reads the last ones to know what was on.
const rotator = backend.movieRotator.resources.lambda;
backend.movieRotator.addEnvironment('GRAPHQL_ENDPOINT', cfnResources.cfnGraphqlApi.attrGraphQlUrl);
backend.movieRotator.addEnvironment('ROUND_TABLE', Round.tableName);
backend.movieRotator.addEnvironment('ROUND_SECONDS', String(roundSeconds));
if (rotator.role) mayCall(rotator.role, 'RotatorPolicy', ['Mutation.startRound']);
rotator.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:Query'], resources: [Round.tableArn] }));

// The tally: counts what changes in `Ballot`, keeps the records, publishes both.
const tallyLambda = backend.tally.resources.lambda;
backend.tally.addEnvironment('GRAPHQL_ENDPOINT', cfnResources.cfnGraphqlApi.attrGraphQlUrl);
backend.tally.addEnvironment('ROUND_TABLE', Round.tableName);
backend.tally.addEnvironment('RECORD_TABLE', CategoryRecord.tableName);
if (tallyLambda.role) mayCall(tallyLambda.role, 'TallyPolicy', ['Mutation.publishScores']);
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

// Amplify lets each data source do all to its table; these do what the resolvers do. A failed condition reads the item.
const dataSourceActions = {
  Round: ['dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:GetItem'],
  Ballot: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
  CategoryRecord: ['dynamodb:Query'],
  ChatThrottle: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
};
for (const [name, { tableArn }] of Object.entries({ Round, Ballot, CategoryRecord, ChatThrottle })) {
  const role = nestedStacks[name]?.node.findAll().find((construct) => construct instanceof CfnRole);
  if (!role) throw new Error(`The data source of ${name} has no role to narrow.`);
  const actions = dataSourceActions[name as keyof typeof dataSourceActions];
  const policyDocument = new PolicyDocument({ statements: [new PolicyStatement({ actions, resources: [tableArn] })] });
  role.policies = [{ policyName: 'Resolvers', policyDocument }];
}

// Who watches. See `deployment-options.ts` for what whoever deploys may choose.
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
addDashboard(operations, metrics, addAlarms(operations, metrics, alarmEmail));
if (alarmEmail) addBudget(operations, alarmEmail, monthlyBudgetUsd);
if (hasFirewall) addFirewall(operations, graphqlApi.arn);
