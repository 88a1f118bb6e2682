import { parse, print, type ObjectTypeDefinitionNode } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDeployment, type Deployment } from 'amplify-local';
import { synthesizeSandbox } from './synthesis.fixture';

/** Replaces ARNs and hashed logical ids by plain names. */
function plain(arn: string): string {
  return arn
    .replace(/^arn:aws:appsync:[^/]+\/[^/]+\/types\//, 'field ')
    .replace('/fields/', '.')
    .replace(/^arn:aws:dynamodb:[^/]+:table\/(\w+)-[0-9a-f]+-NONE\/stream\/.*$/, 'stream $1')
    .replace(/^arn:aws:dynamodb:[^/]+:table\/(\w+)-[0-9a-f]+-NONE/, 'table $1')
    .replace(/^arn:aws:sqs:[^:]+:\d+:(\w+?)[0-9A-F]{8}$/, 'queue $1')
    .replace(/^arn:aws:lambda:[^:]+:\d+:function:/, 'function ');
}

const operationCount = 26;

describe('the synthesized backend', () => {
  let backend: Deployment;

  beforeAll(async () => {
    backend = readDeployment(await synthesizeSandbox(), {
      region: 'eu-west-1',
      accountId: '123456789012',
      graphqlUrl: 'https://api/graphql',
    });
  }, 120_000);

  it('has ten tables with a stream, seven of which have expiring rows', () => {
    const tables = backend.tables.map(({ name, keySchema, timeToLiveAttribute, streamArn }) => ({
      name: name.split('-')[0],
      key: keySchema.map(({ AttributeName }) => AttributeName),
      timeToLiveAttribute,
      stream: streamArn !== undefined,
    }));
    expect(tables).toEqual([
      { name: 'Round', key: ['show', 'startsAt'], timeToLiveAttribute: 'expiresAt', stream: true },
      {
        name: 'RoundShard',
        key: ['part', 'shard'],
        timeToLiveAttribute: 'expiresAt',
        stream: true,
      },
      { name: 'PublishLease', key: ['roundId'], timeToLiveAttribute: 'expiresAt', stream: true },
      { name: 'Ballot', key: ['id'], timeToLiveAttribute: 'expiresAt', stream: true },
      { name: 'CategoryRecord', key: ['show', 'category'], timeToLiveAttribute: undefined, stream: true },
      { name: 'ChatThrottle', key: ['id'], timeToLiveAttribute: 'expiresAt', stream: true },
      { name: 'Show', key: ['show'], timeToLiveAttribute: undefined, stream: true },
      { name: 'Playlist', key: ['show'], timeToLiveAttribute: undefined, stream: true },
      { name: 'Report', key: ['show', 'id'], timeToLiveAttribute: 'expiresAt', stream: true },
      { name: 'HostAction', key: ['show', 'id'], timeToLiveAttribute: 'expiresAt', stream: true },
    ]);
  });

  it('runs the rotator every minute, for longer than two late runs are apart', () => {
    expect(backend.schedules.map(({ expression, targetArn }) => [expression, plain(targetArn)])).toEqual([
      ['cron(* * * * ? *)', 'function movie-rotator'],
    ]);
    const rotator = backend.functions.find(({ name }) => name === 'movie-rotator');
    expect(rotator?.timeoutSeconds).toBeGreaterThan(120);
  });

  // https://docs.aws.amazon.com/appsync/latest/APIReference/API_GraphqlApi.html
  it('passes values of at most 512 characters to the resolvers', () => {
    for (const value of Object.values(backend.api.environmentVariables)) expect(value.length).toBeLessThanOrEqual(512);
  });

  it('feeds the tally from the stream of ballots', () => {
    expect(
      backend.eventSourceMappings.map(({ streamArn, functionArn }) => [plain(streamArn), plain(functionArn)]),
    ).toEqual([['stream Ballot', 'function tally']]);
  });

  it('exposes these operations and none that Amplify would generate', () => {
    const types = backend.api.schema.matchAll(/^type (Query|Mutation|Subscription) [^{]*\{([^}]*)\}/gm);
    const operations = [...types].flatMap(([, type, fields]) =>
      [...(fields ?? '').matchAll(/^ {2}(\w+)/gm)].map(([, field]) => `${type}.${field}`),
    );
    expect(operations.sort()).toEqual([
      'Mutation.castVotes',
      'Mutation.changeSettings',
      'Mutation.muteSender',
      'Mutation.pinMessage',
      'Mutation.publishScores',
      'Mutation.reportMessage',
      'Mutation.resetLeaderboard',
      'Mutation.sendMessage',
      'Mutation.setMessageRemoved',
      'Mutation.setPaused',
      'Mutation.setPlaylist',
      'Mutation.setReportClosed',
      'Mutation.skipMovie',
      'Mutation.startRound',
      'Query.hostActions',
      'Query.hostView',
      'Query.mutes',
      'Query.recentRounds',
      'Query.reports',
      'Query.rounds',
      'Query.searchMovies',
      'Query.snapshot',
      'Subscription.onMessage',
      'Subscription.onRound',
      'Subscription.onScores',
      'Subscription.onShow',
    ]);
  });

  it('has nullable subscriptions, so that their resolvers can return null', () => {
    const [, fields = ''] = /^type Subscription [^{]*\{([^}]*)\}/m.exec(backend.api.schema) ?? [];
    expect(fields.match(/\w+(\(.*\))?: \w+!?/g)).toEqual([
      'onRound: CurrentRound',
      'onScores: ScoresUpdate',
      'onMessage(room: Int): Message',
      'onShow: ShowState',
    ]);
  });

  it('accepts IAM, and tokens of operators only, for every operation', () => {
    const roots = parse(backend.api.schema).definitions.filter(
      (node) => node.kind === 'ObjectTypeDefinition' && ['Query', 'Mutation', 'Subscription'].includes(node.name.value),
    ) as ObjectTypeDefinitionNode[];
    const modes = roots.flatMap(({ fields = [] }) =>
      fields.map(({ name, directives = [] }) => [
        name.value,
        directives.map(print).filter((text) => !text.startsWith('@aws_subscribe')),
      ]),
    );
    const operators = ['@aws_cognito_user_pools(cognito_groups: ["operators"])', '@aws_iam'];
    expect(modes).toHaveLength(operationCount);
    for (const [, directives] of modes) expect(directives).toEqual(operators);
  });

  it('resolves every operation', () => {
    const resolved = backend.api.resolvers.map(({ typeName, fieldName }) => `${typeName}.${fieldName}`);
    expect(resolved).toHaveLength(operationCount);
  });

  it('gives operators the role of their group, and other users of the pool one that may do nothing', () => {
    const { identityPool, userPool } = backend;
    expect(identityPool.providers).toEqual([
      {
        name: `cognito-idp.eu-west-1.amazonaws.com/${userPool.id}`,
        clientId: userPool.clientId,
        roleMapping: { ambiguousRoleResolution: 'AuthenticatedRole' },
      },
    ]);
    expect(userPool.groups).toEqual([
      { name: 'operators', precedence: 0, roleArn: expect.stringContaining('operatorsGroupRole') as string },
    ]);
    const statementsOf = (arn: string | undefined) => backend.roles.find((role) => role.arn === arn)?.statements;
    expect(statementsOf(userPool.groups[0]?.roleArn)).toHaveLength(1);
    expect(statementsOf(identityPool.authenticatedRoleArn)).toEqual([]);
  });

  it('grants each principal exactly these permissions', () => {
    const grants: Record<string, string[]> = {};
    for (const { name, statements } of backend.roles) {
      const principal = name
        .replace(/^amplifyAuth/, '')
        .replace(/(IAMRol|lambdaServiceRole|UserRole|GroupRole).*$/, '');
      for (const { Effect, Action, Resource } of statements) {
        for (const action of Action.filter((action) => /^(appsync|dynamodb|lambda|sqs|ssm|\*)/.test(action))) {
          const resources = Resource.map(plain);
          (grants[principal] ??= []).push(...resources.map((resource) => `${Effect} ${action} on ${resource}`));
        }
      }
    }
    // Amplify's own functions create tables and copy files during a deployment. None of them serves a request.
    const deployment = /^(AmplifyManagedTable|AmplifyTableWaiter|Custom)/;
    const serving = Object.fromEntries(Object.entries(grants).filter(([principal]) => !deployment.test(principal)));

    const viewerGrants = [
      'Allow appsync:GraphQL on field Query.snapshot',
      'Allow appsync:GraphQL on field Query.recentRounds',
      'Allow appsync:GraphQL on field Mutation.castVotes',
      'Allow appsync:GraphQL on field Mutation.sendMessage',
      'Allow appsync:GraphQL on field Mutation.reportMessage',
      'Allow appsync:GraphQL on field Subscription.onRound',
      'Allow appsync:GraphQL on field Subscription.onScores',
      'Allow appsync:GraphQL on field Subscription.onMessage',
      'Allow appsync:GraphQL on field Subscription.onShow',
    ];
    const hostGrants = [
      'Allow appsync:GraphQL on field Query.hostView',
      'Allow appsync:GraphQL on field Query.reports',
      'Allow appsync:GraphQL on field Query.mutes',
      'Allow appsync:GraphQL on field Query.hostActions',
      'Allow appsync:GraphQL on field Query.rounds',
      'Allow appsync:GraphQL on field Query.searchMovies',
      'Allow appsync:GraphQL on field Mutation.setPaused',
      'Allow appsync:GraphQL on field Mutation.skipMovie',
      'Allow appsync:GraphQL on field Mutation.changeSettings',
      'Allow appsync:GraphQL on field Mutation.setPlaylist',
      'Allow appsync:GraphQL on field Mutation.setMessageRemoved',
      'Allow appsync:GraphQL on field Mutation.setReportClosed',
      'Allow appsync:GraphQL on field Mutation.pinMessage',
      'Allow appsync:GraphQL on field Mutation.muteSender',
      'Allow appsync:GraphQL on field Mutation.resetLeaderboard',
    ];
    // No `authenticated`: a user outside every group may do nothing.
    expect(serving).toEqual({
      unauthenticated: viewerGrants,
      operators: [...viewerGrants, ...hostGrants],
      movierotator: [
        'Allow dynamodb:Query on table Round',
        'Allow dynamodb:GetItem on table Show',
        'Allow dynamodb:GetItem on table Playlist',
        'Allow dynamodb:Query on table CategoryRecord',
        'Allow dynamodb:UpdateItem on table CategoryRecord',
        expect.stringMatching(
          /^Allow ssm:GetParameters on arn:aws:ssm:.*:parameter\/amplify\/matinee\/.*\/TMDB_API_KEY$/,
        ),
        expect.stringMatching(
          /^Allow ssm:GetParameters on arn:aws:ssm:.*:parameter\/amplify\/shared\/matinee\/TMDB_API_KEY$/,
        ),
        'Allow appsync:GraphQL on field Mutation.startRound',
      ],
      moviesearch: [
        expect.stringMatching(
          /^Allow ssm:GetParameters on arn:aws:ssm:.*:parameter\/amplify\/matinee\/.*\/TMDB_API_KEY$/,
        ),
        expect.stringMatching(
          /^Allow ssm:GetParameters on arn:aws:ssm:.*:parameter\/amplify\/shared\/matinee\/TMDB_API_KEY$/,
        ),
      ],
      amplifyDataL2GraphqlApiMovieSearchServiceRoleFE72B1BA: [
        'Allow lambda:InvokeFunction on function movie-search',
        'Allow lambda:InvokeFunction on function movie-search:*',
      ],
      tally: [
        'Allow dynamodb:UpdateItem on table Round',
        'Allow dynamodb:UpdateItem on table PublishLease',
        'Allow dynamodb:GetItem on table Round',
        'Allow dynamodb:GetItem on table PublishLease',
        'Allow dynamodb:UpdateItem on table RoundShard',
        'Allow dynamodb:Query on table RoundShard',
        'Allow dynamodb:GetItem on table RoundShard',
        'Allow dynamodb:GetRecords on stream Ballot',
        'Allow dynamodb:GetShardIterator on stream Ballot',
        'Allow dynamodb:DescribeStream on stream Ballot',
        'Allow dynamodb:ListStreams on *',
        'Allow sqs:SendMessage on queue TallyFailures',
        'Allow appsync:GraphQL on field Mutation.publishScores',
      ],
      Round: [
        'Allow dynamodb:Query on table Round',
        'Allow dynamodb:UpdateItem on table Round',
        'Allow dynamodb:GetItem on table Round',
      ],
      Ballot: ['Allow dynamodb:UpdateItem on table Ballot', 'Allow dynamodb:GetItem on table Ballot'],
      CategoryRecord: [
        'Allow dynamodb:Query on table CategoryRecord',
        'Allow dynamodb:BatchWriteItem on table CategoryRecord',
      ],
      ChatThrottle: ['Allow dynamodb:UpdateItem on table ChatThrottle', 'Allow dynamodb:GetItem on table ChatThrottle'],
      Show: ['Allow dynamodb:GetItem on table Show', 'Allow dynamodb:UpdateItem on table Show'],
      Playlist: ['Allow dynamodb:GetItem on table Playlist', 'Allow dynamodb:UpdateItem on table Playlist'],
      Report: [
        'Allow dynamodb:Query on table Report',
        'Allow dynamodb:UpdateItem on table Report',
        'Allow dynamodb:GetItem on table Report',
      ],
      HostAction: ['Allow dynamodb:Query on table HostAction', 'Allow dynamodb:PutItem on table HostAction'],
      SchedulerRoleForTarget9c9596CE5D0F98: [
        'Allow lambda:InvokeFunction on function movie-rotator',
        'Allow lambda:InvokeFunction on function movie-rotator:*',
      ],
    });
  });
});
