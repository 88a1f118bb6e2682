/** Security and monitoring of the synthesized templates, of a branch and of a sandbox. */
import { beforeAll, describe, expect, it } from 'vitest';
import { readResources, synthesizeBranch, synthesizeSandbox, type TemplateResource } from './synthesis.fixture';

const ofType = (resources: TemplateResource[], type: string): Record<string, unknown>[] =>
  resources.flatMap(({ logicalId, Type, Properties }) => (Type === type ? [{ id: logicalId, ...Properties }] : []));
const only = (resources: TemplateResource[], type: string) => {
  const [resource, second] = ofType(resources, type);
  if (!resource || second) throw new Error(`There must be exactly one ${type}.`);
  return resource;
};

let branch: TemplateResource[];
let sandbox: TemplateResource[];

beforeAll(async () => {
  branch = (await synthesizeBranch('backend.ts', { ALARM_EMAIL: 'ops@example.com' })).resources;
  sandbox = await readResources(await synthesizeSandbox());
}, 120_000);

describe.each([
  ['a branch', () => branch],
  ['a sandbox', () => sandbox],
])('%s', (_, deployment) => {
  it('encrypts every table, and can restore the four permanent tables to any second', () => {
    const tables = ofType(deployment(), 'Custom::AmplifyDynamoDBTable');
    expect(tables).toHaveLength(10);
    for (const table of tables) expect(table).toMatchObject({ sseSpecification: { sseEnabled: true } });
    const restorable = tables.filter(
      (table) => JSON.stringify(table['pointInTimeRecoverySpecification']) === '{"pointInTimeRecoveryEnabled":true}',
    );
    expect(restorable.map(({ id }) => id).sort()).toEqual([
      'CategoryRecordTable',
      'PlaylistTable',
      'RoundTable',
      'ShowTable',
    ]);
  });

  it('keeps the logs of functions and API for a month', () => {
    const logs = [...ofType(deployment(), 'AWS::Logs::LogGroup'), ...ofType(deployment(), 'Custom::LogRetention')];
    expect(logs).toHaveLength(4);
    for (const log of logs) expect(log).toMatchObject({ RetentionInDays: 30 });
  });

  it('never repeats a run of the rotator, whether it came late or failed', () => {
    expect(only(deployment(), 'AWS::Scheduler::Schedule')).toMatchObject({
      ScheduleExpression: 'cron(* * * * ? *)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } },
    });
    expect(only(deployment(), 'AWS::Lambda::EventInvokeConfig')).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });

  it('runs the rotator and the tally on arm64, which costs a fifth less', () => {
    const functions = ofType(deployment(), 'AWS::Lambda::Function').filter(
      ({ Runtime, Timeout }) => Runtime === 'nodejs24.x' && [200, 60].includes(Number(Timeout)),
    );
    expect(functions.map(({ Architectures }) => Architectures)).toEqual([['arm64'], ['arm64']]);
  });

  it('logs errors of fields, but nothing that users sent', () => {
    expect(only(deployment(), 'AWS::AppSync::GraphQLApi')).toMatchObject({
      LogConfig: { FieldLogLevel: 'ERROR', ExcludeVerboseContent: true },
    });
  });

  it('reports uncounted votes to an encrypted queue that refuses plain HTTP', () => {
    const { id, ...queue } = only(deployment(), 'AWS::SQS::Queue');
    expect(queue).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
    expect(only(deployment(), 'AWS::Lambda::EventSourceMapping')).toMatchObject({
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [id, 'Arn'] } } },
      MaximumRecordAgeInSeconds: 3600,
    });
    expect(only(deployment(), 'AWS::SQS::QueuePolicy')).toMatchObject({
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    });
  });

  it('has buckets that refuse plain HTTP', () => {
    const tlsRule: unknown = expect.objectContaining({
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    const includesTlsRule: unknown = expect.arrayContaining([tlsRule]);
    const policies = ofType(deployment(), 'AWS::S3::BucketPolicy');
    expect(policies).toHaveLength(ofType(deployment(), 'AWS::S3::Bucket').length);
    for (const policy of policies) {
      expect(policy).toMatchObject({
        PolicyDocument: {
          Statement: includesTlsRule,
        },
      });
    }
  });

  it('requires one-time passwords of operators, and disables self-registration', () => {
    expect(only(deployment(), 'AWS::Cognito::UserPool')).toMatchObject({
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
  });

  it('lets administrators alone recover an account, and operators prove passwords by SRP only', () => {
    expect(only(deployment(), 'AWS::Cognito::UserPool')['AccountRecoverySetting']).toEqual({
      RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }],
    });
    const client = only(deployment(), 'AWS::Cognito::UserPoolClient');
    expect(client['ExplicitAuthFlows']).toEqual(['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
    // With rotation, AWS refuses ALLOW_REFRESH_TOKEN_AUTH.
    expect(client).not.toHaveProperty('RefreshTokenRotation');
  });

  it('has a dashboard, and an alarm for each kind of failure', () => {
    expect(ofType(deployment(), 'AWS::CloudWatch::Dashboard')).toHaveLength(1);
    const alarms = ofType(deployment(), 'AWS::CloudWatch::Alarm');
    expect(alarms.map(({ id }) => String(id).replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'BallotQuota',
      'ConcurrencyQuota',
      'ConnectQuota',
      'FunctionThrottles',
      'MessagesHeldBack',
      'MessagesInQuota',
      'MessagesOutQuota',
      'MissingRounds',
      'ReadThrottles',
      'RequestQuota',
      'RotatorErrors',
      'ServerErrors',
      'TallyBehind',
      'TallyErrors',
      'TallyFailures',
      'WriteThrottles',
    ]);
    const topic = only(deployment(), 'AWS::SNS::Topic');
    for (const alarm of alarms) expect(alarm).toMatchObject({ AlarmActions: [{ Ref: topic.id }] });
  });
});

describe('a branch', () => {
  it('limits the depth and resolvers of a request, and disables introspection', () => {
    expect(only(branch, 'AWS::AppSync::GraphQLApi')).toMatchObject({
      QueryDepthLimit: 6,
      ResolverCountLimit: 10,
      IntrospectionConfig: 'DISABLED',
    });
  });

  it('has a firewall in front of the API', () => {
    expect(ofType(branch, 'AWS::WAFv2::WebACL')).toHaveLength(1);
    const { id } = only(branch, 'AWS::WAFv2::WebACL');
    expect(only(branch, 'AWS::WAFv2::WebACLAssociation')).toMatchObject({ WebACLArn: { 'Fn::GetAtt': [id, 'Arn'] } });
  });

  it('sends alarms and budget notifications to the configured address', () => {
    expect(only(branch, 'AWS::SNS::Subscription')).toMatchObject({ Protocol: 'email', Endpoint: 'ops@example.com' });
    expect(ofType(branch, 'AWS::Budgets::Budget')).toHaveLength(1);
  });
});

describe('a sandbox', () => {
  it('limits the depth and resolvers of a request, and enables introspection', () => {
    expect(only(sandbox, 'AWS::AppSync::GraphQLApi')).toMatchObject({
      QueryDepthLimit: 15,
      ResolverCountLimit: 10,
      IntrospectionConfig: 'ENABLED',
    });
  });

  it('has no firewall, and sends no mail', () => {
    for (const type of ['AWS::WAFv2::WebACL', 'AWS::SNS::Subscription', 'AWS::Budgets::Budget'])
      expect(ofType(sandbox, type)).toEqual([]);
  });
});
