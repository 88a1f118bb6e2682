/**
 * The whole backend: what there is, and who may do what. Every permission stands here as an IAM statement,
 * and a test holds the full list of them.
 */
import { defineBackend } from '@aws-amplify/backend';
import { Duration } from 'aws-cdk-lib';
import { CfnRole, Policy, PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { auth } from './auth/resource';
import { data } from './data/resource';
import { movieRotator } from './functions/movie-rotator/resource';
import { tally } from './functions/tally/resource';
import { limits } from './limits';
import { categories, show } from './show';

const backend = defineBackend({ auth, data, movieRotator, tally });

const { graphqlApi, cfnResources, tables, nestedStacks } = backend.data.resources;
const { Round, Ballot, Leader, ChatThrottle } = tables;
if (!Round || !Ballot || !Leader || !ChatThrottle) throw new Error('The schema lacks a table that the backend uses.');

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

// Rows that have had their day.
for (const table of ['Round', 'Ballot', 'ChatThrottle']) {
  const cfnTable = cfnResources.amplifyDynamoDbTables[table];
  if (cfnTable) cfnTable.timeToLiveAttribute = { attributeName: 'expiresAt', enabled: true };
}

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
backend.tally.addEnvironment('LEADER_TABLE', Leader.tableName);
if (tallyLambda.role) mayCall(tallyLambda.role, 'TallyPolicy', ['Mutation.publishScores']);
tallyLambda.addToRolePolicy(
  new PolicyStatement({ actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'], resources: [Round.tableArn] }),
);
tallyLambda.addToRolePolicy(
  new PolicyStatement({ actions: ['dynamodb:UpdateItem', 'dynamodb:Query'], resources: [Leader.tableArn] }),
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
new EventSourceMapping(backend.tally.stack, 'BallotStream', {
  target: tallyLambda,
  eventSourceArn: tableStreamArn,
  // LATEST may miss what is written while the mapping is made.
  startingPosition: StartingPosition.TRIM_HORIZON,
  batchSize: 1000,
  // An outage is waited for: what its batches hold are votes that people were told are counted.
  maxRecordAge: Duration.hours(1),
});

// Amplify lets each data source do all to its table; these do what the resolvers do. A failed condition reads the item.
const dataSourceActions: Record<string, string[]> = {
  Round: ['dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:GetItem'],
  Ballot: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
  Leader: ['dynamodb:Query'],
  ChatThrottle: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
};
for (const [table, actions] of Object.entries(dataSourceActions)) {
  const role = nestedStacks[table]?.node.findAll().find((construct) => construct instanceof CfnRole);
  if (!role) throw new Error(`The data source of ${table} has no role to narrow.`);
  role.addPropertyOverride('Policies.0.PolicyDocument.Statement.0.Action', actions);
}
