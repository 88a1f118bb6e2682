import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeAssembly } from './assembly.fixture';
import { resolverCode, minimalBackend, type Template } from './backend.fixture';
import { readDeployment } from './read-deployment';

const environment = { region: 'eu-west-1', accountId: '123456789012', graphqlUrl: 'http://localhost:4000/graphql' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'assembly-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Reads the minimal backend after a change. */
function read(
  change: (resources: Template['Resources'], assets: Record<string, string | object>) => void = () => undefined,
) {
  const backend = minimalBackend();
  change(backend.template.Resources, (backend.assets ??= {}));
  writeAssembly(folder, backend);
  return readDeployment(folder, environment);
}

const set = (resource: string, properties: Record<string, unknown>) => (resources: Template['Resources']) => {
  Object.assign(resources[resource]?.Properties ?? {}, properties);
};

const tallyArn = 'arn:aws:lambda:eu-west-1:123456789012:function:Tally';
const tallyRoleArn = 'arn:aws:iam::123456789012:role/TallyRole';
const roundArn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/Round-NONE';

describe('the deployment', () => {
  it('has the region and account of the environment', () => {
    expect(read()).toMatchObject({ region: 'eu-west-1', accountId: '123456789012' });
  });

  it('has an identity pool and a user pool', () => {
    const { identityPool, userPool } = read();
    expect(identityPool).toEqual({
      id: expect.stringMatching(/^eu-west-1:[0-9a-f-]{36}$/) as string,
      unauthenticatedRoleArn: 'arn:aws:iam::123456789012:role/GuestRole',
      providers: [],
    });
    expect(userPool).toEqual({
      id: expect.stringMatching(/^eu-west-1_\w{9}$/) as string,
      clientId: expect.stringMatching(/^\w{26}$/) as string,
      mfaConfiguration: 'OFF',
      enabledMfas: [],
      passwordPolicy: {
        minimumLength: 8,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
      },
      usernameAttributes: [],
      autoVerifiedAttributes: [],
      requiredAttributes: [],
      groups: [],
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      preventUserExistenceErrors: false,
    });
  });

  it('has the groups of the user pool, and the roles that its tokens may choose', () => {
    const ProviderName = { 'Fn::Sub': ['cognito-idp.us-east-1.amazonaws.com/${Pool}', { Pool: { Ref: 'UserPool' } }] };
    const ClientId = { Ref: 'UserPoolClient' };
    const { identityPool, userPool } = read((resources) => {
      set('IdentityPool', { CognitoIdentityProviders: [{ ProviderName, ClientId }] })(resources);
      set('IdentityPoolRoles', {
        Roles: {
          unauthenticated: { 'Fn::GetAtt': ['GuestRole', 'Arn'] },
          authenticated: { 'Fn::GetAtt': ['TallyRole', 'Arn'] },
        },
        RoleMappings: {
          Client: {
            IdentityProvider: { 'Fn::Join': [':', [ProviderName, ClientId]] },
            Type: 'Token',
            AmbiguousRoleResolution: 'Deny',
          },
        },
      })(resources);
      set('UserPool', {
        MfaConfiguration: 'ON',
        EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
        Policies: { PasswordPolicy: { MinimumLength: 12 } },
        Schema: [{ Name: 'email', Required: true }, { Name: 'locale' }],
      })(resources);
      resources['Group'] = {
        Type: 'AWS::Cognito::UserPoolGroup',
        Properties: { GroupName: 'operators', Precedence: 0, RoleArn: { 'Fn::GetAtt': ['TallyRole', 'Arn'] } },
      };
    });
    expect(identityPool).toMatchObject({
      authenticatedRoleArn: tallyRoleArn,
      providers: [
        {
          name: `cognito-idp.us-east-1.amazonaws.com/${userPool.id}`,
          clientId: userPool.clientId,
          roleMapping: { ambiguousRoleResolution: 'Deny' },
        },
      ],
    });
    expect(userPool).toMatchObject({
      mfaConfiguration: 'ON',
      enabledMfas: ['SOFTWARE_TOKEN_MFA'],
      passwordPolicy: { minimumLength: 12, requireSymbols: false },
      requiredAttributes: ['email'],
      groups: [{ name: 'operators', precedence: 0, roleArn: tallyRoleArn }],
    });
  });

  it.each<[string, string, Record<string, unknown>, string]>([
    [
      'rules that choose roles',
      'IdentityPoolRoles',
      {
        Roles: { unauthenticated: 'guest' },
        RoleMappings: { a: { Type: 'Rules', AmbiguousRoleResolution: 'Deny', RulesConfiguration: {} } },
      },
      'RoleMappings.a.Type',
    ],
    [
      'a check of revoked tokens',
      'IdentityPool',
      { CognitoIdentityProviders: [{ ProviderName: 'a', ClientId: 'b', ServerSideTokenCheck: true }] },
      'ServerSideTokenCheck',
    ],
    ['a client with a secret', 'UserPoolClient', { GenerateSecret: true }, 'GenerateSecret'],
    ['tokens of another lifetime', 'UserPoolClient', { AccessTokenValidity: 5 }, 'AccessTokenValidity'],
  ])('refuses %s', (_, resource, properties, name) => {
    expect(() => read(set(resource, properties))).toThrow(name);
  });

  it('has tables with key, stream and time to live', () => {
    expect(read().tables).toEqual([
      {
        name: 'Round-NONE',
        arn: roundArn,
        keySchema: [
          { AttributeName: 'show', KeyType: 'HASH' },
          { AttributeName: 'startsAt', KeyType: 'RANGE' },
        ],
        attributeDefinitions: [
          { AttributeName: 'show', AttributeType: 'S' },
          { AttributeName: 'startsAt', AttributeType: 'N' },
        ],
        streamArn: `${roundArn}/stream/2026-01-01T00:00:00.000`,
        timeToLiveAttribute: 'expiresAt',
      },
    ]);
  });

  it('has functions with their configuration', () => {
    expect(read().functions).toEqual([
      {
        name: 'Tally',
        arn: tallyArn,
        roleArn: tallyRoleArn,
        codePath: path.join(folder, 'tally.js'),
        handler: 'index.handler',
        environment: { ROUND_TABLE: 'Round-NONE', ROUND_SECONDS: '10' },
        timeoutSeconds: 15,
        memorySizeMb: 256,
      },
    ]);
  });

  it.each([
    ['movie-rotator', 'movierotatorlambda92BE82E8', 'movie-rotator'],
    ['amplifyData', 'TableManagerCustomProviderframeworkonEvent1DFC2ECC', undefined],
  ])('gives the function that Amplify tags with %s, %s, its name', (tag, logicalId, name) => {
    const { functions } = read((resources) => {
      const { Type, Properties } = resources['Tally'] ?? { Type: '', Properties: {} };
      const Tags = [{ Key: 'amplify:friendly-name', Value: tag }];
      resources[logicalId] = { Type, Properties: { ...Properties, Tags } };
    });
    const expected = name ?? logicalId;
    expect(functions.find(({ name }) => name === expected)?.arn).toBe(
      `arn:aws:lambda:eu-west-1:123456789012:function:${expected}`,
    );
  });

  it("gives functions Lambda's defaults", () => {
    const [fn] = read(set('Tally', { Timeout: undefined, MemorySize: undefined, Environment: undefined })).functions;
    expect(fn).toMatchObject({ timeoutSeconds: 3, memorySizeMb: 128, environment: {} });
  });

  it('has schedules', () => {
    expect(read().schedules).toEqual([
      {
        name: 'Schedule',
        expression: 'cron(*/1 * * * ? *)',
        timezone: 'UTC',
        targetArn: tallyArn,
        roleArn: tallyRoleArn,
      },
    ]);
  });

  it('has no schedule that is disabled', () => {
    expect(read(set('Schedule', { State: 'DISABLED' })).schedules).toEqual([]);
  });

  it('has event source mappings', () => {
    expect(read().eventSourceMappings).toEqual([
      {
        functionArn: tallyArn,
        streamArn: `${roundArn}/stream/2026-01-01T00:00:00.000`,
        batchSize: 1000,
        maximumBatchingWindowSeconds: 0,
        tumblingWindowSeconds: 0,
        maximumRetryAttempts: 10,
        maximumRecordAgeSeconds: -1,
      },
    ]);
  });

  it("gives mappings Lambda's defaults: 100 records, retried until they expire", () => {
    const [mapping] = read(
      set('Mapping', { BatchSize: undefined, MaximumRetryAttempts: undefined }),
    ).eventSourceMappings;
    expect(mapping).toMatchObject({ batchSize: 100, maximumRetryAttempts: -1, maximumRecordAgeSeconds: -1 });
  });

  it('reads the tumbling window of a mapping', () => {
    const [mapping] = read(set('Mapping', { TumblingWindowInSeconds: 900 })).eventSourceMappings;
    expect(mapping).toMatchObject({ tumblingWindowSeconds: 900 });
  });

  it('has an API with schema, environment variables, data sources and code', () => {
    expect(read().api).toEqual({
      id: expect.stringMatching(/^\w{26}$/) as string,
      arn: expect.stringMatching(/^arn:aws:appsync:eu-west-1:123456789012:apis\/\w{26}$/) as string,
      schema: 'type Query { snapshot: String }',
      environmentVariables: { SHOW: 'matinee' },
      introspectionConfig: 'ENABLED',
      queryDepthLimit: undefined,
      resolverCountLimit: undefined,
      dataSources: [
        { type: 'NONE', name: 'NONE_DS' },
        { type: 'AMAZON_DYNAMODB', name: 'RoundTable', tableName: 'Round-NONE', roleArn: tallyRoleArn },
        { type: 'AWS_LAMBDA', name: 'TallySource', functionArn: tallyArn, roleArn: tallyRoleArn },
      ],
      functions: [{ id: 'Function.FunctionId', name: 'FnSnapshot', dataSourceName: 'RoundTable', code: resolverCode }],
      resolvers: [
        {
          typeName: 'Query',
          fieldName: 'snapshot',
          kind: 'PIPELINE',
          code: resolverCode,
          functionIds: ['Function.FunctionId'],
        },
      ],
      modelIntrospection: undefined,
    });
  });

  it('has the limits of the API, where 0 means no limit', () => {
    const limited = { IntrospectionConfig: 'DISABLED', QueryDepthLimit: 15, ResolverCountLimit: 10 };
    expect(read(set('Api', limited)).api).toMatchObject({
      introspectionConfig: 'DISABLED',
      queryDepthLimit: 15,
      resolverCountLimit: 10,
    });
    expect(read(set('Api', { QueryDepthLimit: 0 })).api.queryDepthLimit).toBeUndefined();
  });

  it('reads a mapping with an on-failure destination like one without', () => {
    const [plain] = read().eventSourceMappings;
    const OnFailure = { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' };
    expect(read(set('Mapping', { DestinationConfig: { OnFailure } })).eventSourceMappings).toEqual([plain]);
  });

  it('reads the model introspection schema', () => {
    const backend = minimalBackend();
    mkdirSync(path.join(folder, 'models'));
    writeFileSync(path.join(folder, 'models/modelIntrospectionSchema.json'), '{"version":1}');
    writeAssembly(folder, { ...backend, folders: ['models'] });
    expect(readDeployment(folder, environment).api.modelIntrospection).toEqual({ version: 1 });
  });
});

describe('a role', () => {
  const statementsOf = (role: string, ...change: Parameters<typeof read>) =>
    read(...change).roles.find(({ name }) => name === role)?.statements;

  it('has the statements of its inline, managed and attached policies', () => {
    expect(statementsOf('TallyRole')).toEqual([
      { Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: [roundArn] },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: ['*'],
      },
      { Effect: 'Allow', Action: ['dynamodb:UpdateItem', 'dynamodb:Query'], Resource: [roundArn] },
    ]);
  });

  it('has no statements without policies', () => {
    expect(statementsOf('GuestRole')).toEqual([]);
  });

  it('gets no statements from an unknown managed policy', () => {
    const administrator = set('GuestRole', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] });
    expect(statementsOf('GuestRole', administrator)).toEqual([]);
  });

  it('keeps Deny statements', () => {
    const Statement = [{ Effect: 'Deny', Action: '*', Resource: '*' }];
    expect(
      statementsOf('GuestRole', set('GuestRole', { Policies: [{ PolicyName: 'x', PolicyDocument: { Statement } }] })),
    ).toEqual([{ Effect: 'Deny', Action: ['*'], Resource: ['*'] }]);
  });
});

describe('an unsupported resource', () => {
  const allow = (more: object) =>
    set('TallyPolicy', {
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*', ...more }] },
    });

  it.each<[string, Parameters<typeof read>[0], string | RegExp]>([
    [
      'two APIs',
      (resources) => Object.assign(resources, { Second: resources['Api'] }),
      'The backend must have exactly one AWS::AppSync::GraphQLApi.',
    ],
    [
      'no user pool',
      (resources) => {
        delete resources['UserPool'];
      },
      'The backend must have exactly one AWS::Cognito::UserPool.',
    ],
    ['a data source of another kind', set('NoSource', { Type: 'HTTP' }), 'Type'],
    [
      'a stream without old images',
      (_, { 'round.json': round }) => {
        Object.assign((round as Template).Resources['Table']?.Properties ?? {}, {
          streamSpecification: { streamViewType: 'NEW_IMAGE' },
        });
      },
      'streamViewType',
    ],
    ['a mapping that filters', set('Mapping', { FilterCriteria: { Filters: [] } }), 'FilterCriteria'],
    ['a mapping with an on-success destination', set('Mapping', { DestinationConfig: { OnSuccess: {} } }), 'OnSuccess'],
    [
      'a mapping that bisects batches',
      set('Mapping', { BisectBatchOnFunctionError: true }),
      'BisectBatchOnFunctionError',
    ],
    [
      'a mapping that starts with the latest record',
      set('Mapping', { StartingPosition: 'LATEST' }),
      'StartingPosition',
    ],
    [
      'a mapping with a tumbling window above 15 minutes',
      set('Mapping', { TumblingWindowInSeconds: 901 }),
      'TumblingWindowInSeconds',
    ],
    ['a schedule of an unknown state', set('Schedule', { State: 'PAUSED' }), 'State'],
    [
      'a permission with a condition',
      allow({ Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }),
      'Condition',
    ],
    ['a permission with NotAction', allow({ NotAction: 'iam:*' }), 'NotAction'],
    [
      'a role with a boundary',
      set('TallyRole', { PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
      'PermissionsBoundary',
    ],
  ])('is rejected: %s', (_, change, message) => {
    expect(() => read(change)).toThrow(message);
  });
});
