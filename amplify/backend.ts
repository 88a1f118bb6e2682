/**
 * The whole backend: its resources and its permissions. IAM callers may do exactly what the statements in this file
 * allow; `backend.test.ts` lists them all. `data/resource.ts` says what operators may do with a user pool token.
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
import { movieSearch, movieSearchSource } from './functions/movie-search/resource';
import { tally } from './functions/tally/resource';
import { limitVariables, limits } from './limits';
import { messageIdPattern } from './message-id';
import { addAlarms } from './monitoring/alarms';
import { addDashboard } from './monitoring/dashboard';
import { createMetrics } from './monitoring/metrics';
import { readDeploymentOptions } from './deployment-options';
import { addPreparedTables } from './prepared-tables';
import { requireTls } from './require-tls';
import { configureRotatorRuns } from './rotator-runs';
import { categories, show } from './show';
import { viewerFields } from './viewer-fields';

export const backend = defineBackend({ auth, data, movieRotator, movieSearch, tally });

const { graphqlApi, cfnResources, tables, nestedStacks } = backend.data.resources;
const { Round, RoundShard, PublishLease, Ballot, CategoryRecord, ChatThrottle } = tables;
const { Show, Playlist, Report, HostAction } = tables;
if (!Round || !RoundShard || !PublishLease || !Ballot || !CategoryRecord || !ChatThrottle)
  throw new Error('The schema lacks a table that the backend uses.');
if (!Show || !Playlist || !Report || !HostAction) throw new Error('The schema lacks a table that the backend uses.');

const isSandbox = backend.stack.node.tryGetContext('amplify-backend-type') === 'sandbox';
const { alarmEmail, monthlyBudgetUsd, hasFirewall, showHours, expectedViewers } = readDeploymentOptions(isSandbox);

// Self-registration is off: guests need no account, and operators are invited. An operator who has lost the password is
// invited again. The Amplify client proves passwords by SRP, so no other flow is enabled.
const { cfnUserPool, cfnUserPoolClient } = backend.auth.resources.cfnResources;
cfnUserPool.adminCreateUserConfig = { allowAdminCreateUserOnly: true };
cfnUserPool.accountRecoverySetting = { recoveryMechanisms: [{ name: 'admin_only', priority: 1 }] };
cfnUserPoolClient.explicitAuthFlows = ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];

// Limits for the resolvers and the functions. Tests shorten the rounds with the CDK context value `roundSeconds`.
const roundSeconds = Number(backend.stack.node.tryGetContext('roundSeconds') ?? limits.roundSeconds);
if (!Number.isInteger(roundSeconds) || roundSeconds < 1 || 60 % roundSeconds !== 0) {
  throw new Error(`roundSeconds must be a whole number that divides 60, but is ${roundSeconds}.`);
}
cfnResources.cfnGraphqlApi.environmentVariables = {
  SHOW: show,
  CATEGORIES: JSON.stringify(categories),
  ...limitVariables(roundSeconds),
  ...chatPatterns,
  MESSAGE_ID: messageIdPattern,
};

// Limits of one request. The app's requests are at most four levels deep and run at most three resolvers. In a sandbox,
// the console and other tools query the schema, which takes fifteen levels.
cfnResources.cfnGraphqlApi.queryDepthLimit = isSandbox ? 15 : 6;
cfnResources.cfnGraphqlApi.resolverCountLimit = 10;
cfnResources.cfnGraphqlApi.introspectionConfig = isSandbox ? 'ENABLED' : 'DISABLED';

for (const [name, table] of Object.entries(cfnResources.amplifyDynamoDbTables)) {
  // With the account's `aws/dynamodb` key, whose uses CloudTrail logs. DynamoDB caches keys, so this costs cents a month.
  table.sseSpecification = { sseEnabled: true };
  // Restores any second of the last 35 days, for $0.20 per GB and month. The other tables keep rows for hours, or, what
  // operators have done, for a month.
  if (['Round', 'CategoryRecord', 'Show', 'Playlist'].includes(name)) table.pointInTimeRecoveryEnabled = true;
  // Delete rows after their TTL.
  if (!['CategoryRecord', 'Show', 'Playlist'].includes(name))
    table.timeToLiveAttribute = { attributeName: 'expiresAt', enabled: true };
}
requireTls(backend.data.stack);

/** Allows a role to call exactly these fields of the API. */
function allowFields(role: IRole, id: string, fields: readonly string[]) {
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

allowFields(backend.auth.resources.unauthenticatedUserIamRole, 'GuestPolicy', viewerFields);

/** What it takes to moderate the chat and to run the show. The resolvers check again that the caller has signed in. */
const hostFields = [
  'Query.hostView',
  'Query.reports',
  'Query.mutes',
  'Query.hostActions',
  'Query.rounds',
  'Query.searchMovies',
  'Mutation.setPaused',
  'Mutation.skipMovie',
  'Mutation.changeSettings',
  'Mutation.setPlaylist',
  'Mutation.setMessageRemoved',
  'Mutation.setReportClosed',
  'Mutation.pinMessage',
  'Mutation.muteSender',
  'Mutation.resetLeaderboard',
];

// The identity pool gives the members of a group the group's role. Other users of the pool get its authenticated role,
// which has no policy.
const operators = backend.auth.resources.groups['operators'];
if (!operators) throw new Error('The user pool has no group of operators.');
allowFields(operators.role, 'OperatorPolicy', [...viewerFields, ...hostFields]);

// The rotator starts rounds as operators have set. It reads the last rounds, whose movies it does not repeat and whose
// records it stores.
const rotator = backend.movieRotator.resources.lambda;
backend.movieRotator.addEnvironment('GRAPHQL_ENDPOINT', cfnResources.cfnGraphqlApi.attrGraphQlUrl);
backend.movieRotator.addEnvironment('ROUND_TABLE', Round.tableName);
backend.movieRotator.addEnvironment('RECORD_TABLE', CategoryRecord.tableName);
backend.movieRotator.addEnvironment('SHOW_TABLE', Show.tableName);
backend.movieRotator.addEnvironment('PLAYLIST_TABLE', Playlist.tableName);
backend.movieRotator.addEnvironment('ROUND_SECONDS', String(roundSeconds));
if (rotator.role) allowFields(rotator.role, 'RotatorPolicy', ['Mutation.startRound']);
rotator.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:Query'], resources: [Round.tableArn] }));
rotator.addToRolePolicy(
  new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [Show.tableArn, Playlist.tableArn] }),
);
rotator.addToRolePolicy(
  new PolicyStatement({ actions: ['dynamodb:Query', 'dynamodb:UpdateItem'], resources: [CategoryRecord.tableArn] }),
);
configureRotatorRuns(rotator, showHours);

// The resolver of `searchMovies` calls the function that reads TMDB. Amplify's own handler for functions uses VTL, and lets
// in the tokens of the user pool.
backend.data.addLambdaDataSource(movieSearchSource, backend.movieSearch.resources.lambda);

// The tally counts the changes of `Ballot`, stores totals, and publishes them.
const tallyLambda = backend.tally.resources.lambda;
backend.tally.addEnvironment('GRAPHQL_ENDPOINT', cfnResources.cfnGraphqlApi.attrGraphQlUrl);
backend.tally.addEnvironment('ROUND_TABLE', Round.tableName);
backend.tally.addEnvironment('ROUND_SHARD_TABLE', RoundShard.tableName);
backend.tally.addEnvironment('PUBLISH_LEASE_TABLE', PublishLease.tableName);
if (tallyLambda.role) allowFields(tallyLambda.role, 'TallyPolicy', ['Mutation.publishScores']);
const tallyActions: [string[], string[]][] = [
  [
    ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
    [Round.tableArn, PublishLease.tableArn],
  ],
  [['dynamodb:UpdateItem', 'dynamodb:Query', 'dynamodb:GetItem'], [RoundShard.tableArn]],
];
for (const [actions, resources] of tallyActions)
  tallyLambda.addToRolePolicy(new PolicyStatement({ actions, resources }));
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
// when the condition of a write fails. No resolver uses `RoundShard` and `PublishLease`.
const dataSourceActions: Record<string, string[]> = {
  Round: ['dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:GetItem'],
  Ballot: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
  CategoryRecord: ['dynamodb:Query', 'dynamodb:BatchWriteItem'],
  ChatThrottle: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
  Show: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
  Playlist: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
  Report: ['dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:GetItem'],
  HostAction: ['dynamodb:Query', 'dynamodb:PutItem'],
};
for (const [name, { tableArn }] of Object.entries(tables)) {
  const role = nestedStacks[name]?.node.findAll().find((construct) => construct instanceof CfnRole);
  if (!role) throw new Error(`The data source of ${name} has no role.`);
  const actions = dataSourceActions[name];
  const statements = actions ? [new PolicyStatement({ actions, resources: [tableArn] })] : [];
  role.policies = statements.map((statement) => ({
    policyName: 'Resolvers',
    policyDocument: new PolicyDocument({ statements: [statement] }),
  }));
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
    RoundShard: RoundShard.tableName,
    PublishLease: PublishLease.tableName,
    Ballot: Ballot.tableName,
    CategoryRecord: CategoryRecord.tableName,
    ChatThrottle: ChatThrottle.tableName,
    Show: Show.tableName,
    Playlist: Playlist.tableName,
    Report: Report.tableName,
    HostAction: HostAction.tableName,
  },
});
const alarms = addAlarms(operations, metrics, { email: alarmEmail, roundSeconds, showHours, expectedViewers });
// For the page of operators.
backend.addOutput({ custom: { dashboardUrl: addDashboard(operations, metrics, alarms) } });
if (alarmEmail) addBudget(operations, alarmEmail, monthlyBudgetUsd);
if (hasFirewall) addFirewall(operations, graphqlApi.arn);
addPreparedTables(operations, { Ballot, RoundShard }, expectedViewers);
