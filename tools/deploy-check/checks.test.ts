/** Each check passes for what the project deploys and finds a fault that is put into it. */
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { describe, expect, it } from 'vitest';
import { findCycles } from './cycles';
import { checkNames, checkTemplates } from './names';
import { checkPolicySizes } from './policies';
import { checkProperties } from './properties';
import { checkResolvers } from './resolvers';
import { parseTemplate, type Template } from './templates';

const template = (resources: Record<string, object>, more: object = {}): Template =>
  parseTemplate('stack', JSON.stringify({ Resources: resources, ...more }));

describe('circular dependencies', () => {
  const nested = (parameter: unknown) => ({
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: 'https://example.com', Parameters: { parameter } },
  });
  const queue = (properties: object = {}, DependsOn?: string | string[]) => ({
    Type: 'AWS::SQS::Queue',
    Properties: properties,
    DependsOn,
  });

  it('are found between nested stacks that use outputs of each other', () => {
    const cyclic = template({
      Auth: nested({ 'Fn::GetAtt': ['Data', 'Outputs.api'] }),
      Data: nested({ 'Fn::GetAtt': ['Auth', 'Outputs.role'] }),
    });
    expect(findCycles(cyclic)).toEqual(['stack: circular dependency: Auth → Data → Auth']);
  });

  it.each<[string, Record<string, object>]>([
    ['Ref', { A: queue({ Tags: [{ Key: 'k', Value: { Ref: 'B' } }] }), B: queue({ QueueName: { Ref: 'A' } }) }],
    ['DependsOn', { A: queue({}, 'B'), B: queue({}, ['A']) }],
    ['Fn::Sub', { A: queue({ QueueName: { 'Fn::Sub': 'x-${B.Arn}' } }), B: queue({ QueueName: { Ref: 'A' } }) }],
    ['Fn::Sub with variables', { A: queue({ QueueName: { 'Fn::Sub': ['${v}', { v: { Ref: 'A' } }] } }) }],
    ['itself', { A: queue({ QueueName: { 'Fn::GetAtt': 'A.Arn' } }) }],
  ])('are found through %s', (_, resources) => {
    expect(findCycles(template(resources))).toHaveLength(1);
  });

  it('are not where two use a third, nor in pseudo parameters', () => {
    const resources = {
      A: queue({ QueueName: { Ref: 'C' } }, 'B'),
      B: queue({ QueueName: { 'Fn::Sub': '${C}-${AWS::Region}-${!C}' } }),
      C: queue({ QueueName: { Ref: 'P' } }),
    };
    expect(findCycles(template(resources, { Parameters: { P: { Type: 'String' } } }))).toEqual([]);
  });
});

describe('properties', () => {
  const specification = loadAwsServiceSpecSync();
  const schedule = {
    FlexibleTimeWindow: { Mode: 'OFF' },
    ScheduleExpression: 'cron(* * * * ? *)',
    Target: { Arn: { Ref: 'F' }, RoleArn: 'arn', RetryPolicy: { MaximumRetryAttempts: 0 } },
  };
  const check = (Properties: object, Type = 'AWS::Scheduler::Schedule') =>
    checkProperties([template({ S: { Type, Properties } })], specification);

  it('of a correct resource pass', () => {
    expect(check(schedule)).toEqual([]);
    expect(check({ ...schedule, State: { Ref: 'State' } })).toEqual([]);
    expect(check({ Anything: 1 }, 'Custom::Own')).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['unknown', { ...schedule, Timezone: 'UTC' }, 'Timezone is not a property'],
    ['unknown, nested', { ...schedule, Target: { ...schedule.Target, Retry: {} } }, 'Target.Retry is not a property'],
    ['missing', { ...schedule, ScheduleExpression: undefined }, 'ScheduleExpression is missing'],
    ['missing, nested', { ...schedule, Target: { Arn: 'arn' } }, 'Target.RoleArn is missing'],
    [
      'an object instead of a text',
      { ...schedule, ScheduleExpression: { rate: 1 } },
      'ScheduleExpression must be a string',
    ],
    ['a text instead of an object', { ...schedule, FlexibleTimeWindow: 'OFF' }, 'FlexibleTimeWindow must be an object'],
    [
      'a word instead of a number',
      { ...schedule, Target: { ...schedule.Target, RetryPolicy: { MaximumRetryAttempts: 'none' } } },
      'Target.RetryPolicy.MaximumRetryAttempts must be a number',
    ],
  ])('that are %s are found', (_, properties, problem) => {
    const problems = check(properties);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`stack, S (AWS::Scheduler::Schedule): ${problem}`);
  });

  it('that are no list, boolean or tag are found', () => {
    const queue = (properties: object) => check(properties, 'AWS::SQS::Queue');
    expect(queue({ Tags: {} })[0]).toContain('Tags must be a list');
    expect(queue({ FifoQueue: 'yes' })[0]).toContain('FifoQueue must be true or false');
    expect(queue({ FifoQueue: 'true', DelaySeconds: '5' })).toEqual([]);
  });

  it('of a type that does not exist are found', () => {
    expect(check({}, 'AWS::Scheduler::Timetable')).toEqual([
      'stack, S (AWS::Scheduler::Timetable): this type does not exist',
    ]);
  });
});

describe('resolvers', () => {
  const code = 'export function request() { return {}; }\nexport function response(ctx) { return ctx.result; }\n';
  const api = { functions: [{ id: 'f', name: 'f', dataSourceName: 'd', code }], resolvers: [] };

  it('that AppSync accepts pass', () => {
    expect(checkResolvers(api)).toEqual([]);
  });

  it.each([
    ['a statement that APPSYNC_JS lacks', `${code}export function f() { while (true) {} }`, 'f:3'],
    ['more than 32 KB', `${code}// ${'x'.repeat(32 * 1024)}`, 'AppSync accepts'],
  ])('with %s are found', (_, code, problem) => {
    const functions = api.functions.map((each) => ({ ...each, code }));
    expect(checkResolvers({ ...api, functions }).join()).toContain(problem);
  });

  it('with more than ten functions are found', () => {
    const resolver = {
      typeName: 'Query',
      fieldName: 'f',
      kind: 'PIPELINE' as const,
      code,
      functionIds: Array<string>(11).fill('f'),
    };
    expect(checkResolvers({ ...api, resolvers: [resolver] })).toEqual([
      'Query.f: a pipeline may have 10 functions, but has 11',
    ]);
  });
});

describe('policies', () => {
  const document = (statements: number) => ({
    Version: '2012-10-17',
    Statement: Array.from({ length: statements }, () => ({
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
    })),
  });
  const role = (Policies: object[] = [], AssumeRolePolicyDocument: object = document(1)) => ({
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument, Policies },
  });
  const policy = (statements: number) => ({
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyDocument: document(statements), Roles: [{ Ref: 'Role' }] },
  });

  it('of ordinary size pass', () => {
    expect(checkPolicySizes([template({ Role: role(), Policy: policy(10) })])).toEqual([]);
  });

  it('that are too large together are found', () => {
    const large = template({ Role: role([{ PolicyDocument: document(20) }]), First: policy(20), Second: policy(20) });
    expect(checkPolicySizes([large]).join()).toMatch(/^stack, Role: the role's inline policies together has 1\d{4} /);
  });

  it('of trust and managed policies are found', () => {
    expect(checkPolicySizes([template({ Role: role([], document(20)) })]).join()).toContain('the trust policy');
    const managed = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(40) } };
    expect(checkPolicySizes([template({ Managed: managed })]).join()).toContain('more than 6144');
  });
});

describe('names and templates', () => {
  it('within the limits pass', () => {
    const fine = template({ R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r'.repeat(64) } } });
    expect([...checkNames([fine]), ...checkTemplates([fine])]).toEqual([]);
  });

  it('that are too long are found', () => {
    const long = template({ R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r'.repeat(65) } } });
    expect(checkNames([long])).toEqual(['stack, R (AWS::IAM::Role): RoleName has 65 characters, more than 64']);
    expect(checkNames([template({ ['R'.repeat(256)]: { Type: 'AWS::SNS::Topic' } })])).toHaveLength(1);
    expect(checkTemplates([{ ...long, stack: 's'.repeat(129) }])).toHaveLength(1);
  });

  it('with too many resources, outputs or bytes are found', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`R${index}`, {}]));
    const resources = Object.fromEntries(Object.keys(many(501)).map((id) => [id, { Type: 'AWS::SNS::Topic' }]));
    expect(checkTemplates([template(resources)])).toEqual(['stack: 501 resources, more than 500']);
    expect(checkTemplates([template({}, { Outputs: many(201) })])).toEqual(['stack: 201 outputs, more than 200']);
    const large = { T: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'x'.repeat(1024 * 1024) } } };
    expect(checkTemplates([template(large)])[0]).toContain('bytes, more than 1048576');
  });
});
