/** The smallest backend with a resource of every supported type, as Amplify would synthesize it. */
import { assetLocation, nestedStack, type Assembly } from './assembly.fixture';

export const resolverCode =
  'export function request() { return {}; }\nexport function response(ctx) { return ctx.result; }\n';

export interface Template {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}

const statement = (Action: string | string[], Resource: unknown) => ({
  PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] },
});

/** @returns a new copy, which tests may change */
export function minimalBackend(code = resolverCode): Assembly & { template: Template } {
  const roundTable = { 'Fn::GetAtt': ['Round', 'Outputs.TableName'] };
  const roundArn = { 'Fn::GetAtt': ['Round', 'Outputs.TableArn'] };
  const resources: Template['Resources'] = {
    IdentityPool: { Type: 'AWS::Cognito::IdentityPool', Properties: {} },
    UserPool: { Type: 'AWS::Cognito::UserPool', Properties: {} },
    UserPoolClient: { Type: 'AWS::Cognito::UserPoolClient', Properties: {} },
    IdentityPoolRoles: {
      Type: 'AWS::Cognito::IdentityPoolRoleAttachment',
      Properties: { Roles: { unauthenticated: { 'Fn::GetAtt': ['GuestRole', 'Arn'] } } },
    },
    GuestRole: { Type: 'AWS::IAM::Role', Properties: {} },
    TallyRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        ManagedPolicyArns: [
          {
            'Fn::Join': [
              '',
              ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
            ],
          },
        ],
        Policies: [{ PolicyName: 'Inline', ...statement('dynamodb:GetItem', roundArn) }],
      },
    },
    TallyPolicy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: 'TallyRole' }],
        ...statement(['dynamodb:UpdateItem', 'dynamodb:Query'], [roundArn]),
      },
    },
    Api: { Type: 'AWS::AppSync::GraphQLApi', Properties: { EnvironmentVariables: { SHOW: 'matinee' } } },
    Schema: {
      Type: 'AWS::AppSync::GraphQLSchema',
      Properties: { DefinitionS3Location: assetLocation('schema.graphql') },
    },
    NoSource: { Type: 'AWS::AppSync::DataSource', Properties: { Type: 'NONE', Name: 'NONE_DS' } },
    RoundSource: {
      Type: 'AWS::AppSync::DataSource',
      Properties: {
        Type: 'AMAZON_DYNAMODB',
        Name: 'RoundTable',
        DynamoDBConfig: { TableName: roundTable },
        ServiceRoleArn: { 'Fn::GetAtt': ['TallyRole', 'Arn'] },
      },
    },
    TallySource: {
      Type: 'AWS::AppSync::DataSource',
      Properties: {
        Type: 'AWS_LAMBDA',
        Name: 'TallySource',
        LambdaConfig: { LambdaFunctionArn: { 'Fn::GetAtt': ['Tally', 'Arn'] } },
        ServiceRoleArn: { 'Fn::GetAtt': ['TallyRole', 'Arn'] },
      },
    },
    Function: {
      Type: 'AWS::AppSync::FunctionConfiguration',
      Properties: { Name: 'FnSnapshot', DataSourceName: 'RoundTable', CodeS3Location: assetLocation('snapshot.js') },
    },
    Resolver: {
      Type: 'AWS::AppSync::Resolver',
      Properties: {
        TypeName: 'Query',
        FieldName: 'snapshot',
        Kind: 'PIPELINE',
        Code: resolverCode,
        PipelineConfig: { Functions: [{ 'Fn::GetAtt': ['Function', 'FunctionId'] }] },
      },
    },
    Round: nestedStack('round.json', { Prefix: 'Round' }) as Template['Resources'][string],
    Tally: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Role: { 'Fn::GetAtt': ['TallyRole', 'Arn'] },
        Handler: 'index.handler',
        Code: { S3Bucket: 'assets', S3Key: assetLocation('tally.js').split('/').at(-1) },
        Environment: { Variables: { ROUND_TABLE: roundTable, ROUND_SECONDS: 10 } },
        Timeout: 15,
        MemorySize: 256,
      },
    },
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'cron(*/1 * * * ? *)',
        State: 'ENABLED',
        Target: { Arn: { 'Fn::GetAtt': ['Tally', 'Arn'] }, RoleArn: { 'Fn::GetAtt': ['TallyRole', 'Arn'] } },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        FunctionName: { Ref: 'Tally' },
        EventSourceArn: { 'Fn::GetAtt': ['Round', 'Outputs.StreamArn'] },
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 1000,
        MaximumRetryAttempts: 10,
      },
    },
  };
  const round = {
    Parameters: { Prefix: { Type: 'String' } },
    Resources: {
      Table: {
        Type: 'Custom::AmplifyDynamoDBTable',
        Properties: {
          tableName: { 'Fn::Join': ['-', [{ Ref: 'Prefix' }, 'NONE']] },
          keySchema: [
            { attributeName: 'show', keyType: 'HASH' },
            { attributeName: 'startsAt', keyType: 'RANGE' },
          ],
          attributeDefinitions: [
            { attributeName: 'show', attributeType: 'S' },
            { attributeName: 'startsAt', attributeType: 'N' },
          ],
          streamSpecification: { streamViewType: 'NEW_AND_OLD_IMAGES' },
          timeToLiveSpecification: { attributeName: 'expiresAt', enabled: true },
        },
      },
    },
    Outputs: {
      TableName: { Value: { Ref: 'Table' } },
      TableArn: { Value: { 'Fn::GetAtt': ['Table', 'TableArn'] } },
      StreamArn: { Value: { 'Fn::GetAtt': ['Table', 'TableStreamArn'] } },
    },
  };
  return {
    template: { Resources: resources },
    assets: {
      'schema.graphql': 'type Query { snapshot: String }',
      'snapshot.js': code,
      'tally.js': 'export async function handler() {}',
      'round.json': round,
    },
  };
}
