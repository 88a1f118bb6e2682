import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { assetLocation, nestedStack, writeAssembly, type Assembly } from './assembly.fixture';
import { Stack } from './stack';
import { CloudAssembly } from './cloud-assembly';

const environment = { region: 'eu-west-1', accountId: '123456789012', graphqlUrl: 'http://localhost:4000/graphql' };
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function open(assembly: Assembly): CloudAssembly {
  const folder = mkdtempSync(path.join(tmpdir(), 'assembly-'));
  folders.push(folder);
  writeAssembly(folder, assembly);
  return new CloudAssembly(folder);
}

const stack = (template: object, assets: Assembly['assets'] = {}) =>
  Stack.root(open({ template, assets }), environment);
const probe = (Value: unknown) => ({ Type: 'Test::Probe', Properties: { Value } });
const values = (root: Stack) => [...root.resources('Test::Probe')].map(({ properties }) => properties['Value']);

describe('a reference', () => {
  it.each([
    ['AWS::Region', 'eu-west-1'],
    ['AWS::AccountId', '123456789012'],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ])('to %s has the value of the environment', (name, expected) => {
    expect(values(stack({ Resources: { Probe: probe({ Ref: name }) } }))).toEqual([expected]);
  });

  it('to a parameter is its default', () => {
    const template = {
      Parameters: { Mode: { Type: 'String', Default: 'PAY' } },
      Resources: { Probe: probe({ Ref: 'Mode' }) },
    };
    expect(values(stack(template))).toEqual(['PAY']);
  });

  it('to a parameter without a value is an error', () => {
    const template = { Parameters: { Mode: { Type: 'String' } }, Resources: { Probe: probe({ Ref: 'Mode' }) } };
    expect(() => values(stack(template))).toThrow('Parameter Mode has no value.');
  });

  it.each(['Nowhere', 'constructor', 'toString'])('to %s, which does not exist, is an error', (name) => {
    expect(() => values(stack({ Resources: { Probe: probe({ Ref: name }) } }))).toThrow(
      `The template has no resource ${name}.`,
    );
  });

  it('to a resource is its name; its ARN has the format of AWS', () => {
    const template = {
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: { RoleName: { 'Fn::Join': ['-', ['rotator', { Ref: 'AWS::Region' }]] } },
        },
        Function: { Type: 'AWS::Lambda::Function' },
        Api: { Type: 'AWS::AppSync::GraphQLApi' },
        Table: { Type: 'Custom::AmplifyDynamoDBTable', Properties: { tableName: 'Round-1' } },
        ...Object.fromEntries(['Role', 'Function', 'Table'].map((name) => [`${name}Name`, probe({ Ref: name })])),
        RoleArn: probe({ 'Fn::GetAtt': ['Role', 'Arn'] }),
        FunctionArn: probe({ 'Fn::GetAtt': ['Function', 'Arn'] }),
        TableArn: probe({ 'Fn::GetAtt': ['Table', 'TableArn'] }),
        Url: probe({ 'Fn::GetAtt': ['Api', 'GraphQLUrl'] }),
      },
    };
    expect(values(stack(template))).toEqual([
      'rotator-eu-west-1',
      'Function',
      'Round-1',
      'arn:aws:iam::123456789012:role/rotator-eu-west-1',
      'arn:aws:lambda:eu-west-1:123456789012:function:Function',
      'arn:aws:dynamodb:eu-west-1:123456789012:table/Round-1',
      'http://localhost:4000/graphql',
    ]);
  });

  it('has the same id in every run, so that data and credentials outlive a restart', () => {
    const template = {
      Resources: { Pool: { Type: 'AWS::Cognito::IdentityPool' }, Probe: probe({ Ref: 'Pool' }) },
    };
    expect(values(stack(template))).toEqual(values(stack(template)));
    expect(values(stack(template))).toEqual([
      expect.stringMatching(/^eu-west-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    ]);
  });
});

describe('a condition', () => {
  const conditions = {
    Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] }, No: { 'Fn::Not': [{ Condition: 'Yes' }] } },
  };

  it('selects resources', () => {
    const template = {
      ...conditions,
      Resources: { One: { ...probe(1), Condition: 'Yes' }, Two: { ...probe(2), Condition: 'No' }, Three: probe(3) },
    };
    expect(values(stack(template))).toEqual([1, 3]);
  });

  it('selects values', () => {
    expect(
      values(stack({ ...conditions, Resources: { Probe: probe({ 'Fn::If': ['No', 'then', 'otherwise'] }) } })),
    ).toEqual(['otherwise']);
  });

  it('that does not exist is an error, not false', () => {
    expect(() => values(stack({ Resources: { Probe: probe({ 'Fn::If': ['Maybe', 1, 2] }) } }))).toThrow(
      'The template has no condition Maybe.',
    );
  });
});

describe('a nested stack', () => {
  it("adds its resources to its parent's, at its own position", () => {
    const assets = { 'nested.json': { Resources: { Inner: probe('inner') } } };
    const template = { Resources: { First: probe('first'), Nested: nestedStack('nested.json'), Last: probe('last') } };
    expect(values(stack(template, assets))).toEqual(['first', 'inner', 'last']);
  });

  it('is found by the hash of its asset in any form of URL', () => {
    const Nested = nestedStack('nested.json') as { Properties: object };
    Nested.Properties = {
      TemplateURL: { 'Fn::Sub': assetLocation('nested.json').replace('123456789012', '${AWS::AccountId}') },
    };
    expect(
      values(stack({ Resources: { Nested } }, { 'nested.json': { Resources: { Inner: probe('inner') } } })),
    ).toEqual(['inner']);
  });

  it('has parameters with defaults', () => {
    const assets = {
      'nested.json': {
        Parameters: { Given: { Type: 'String', Default: 'default' }, Left: { Type: 'String', Default: 'default' } },
        Resources: { Given: probe({ Ref: 'Given' }), Left: probe({ Ref: 'Left' }) },
      },
    };
    expect(
      values(stack({ Resources: { Nested: nestedStack('nested.json', { Given: { Ref: 'AWS::Region' } }) } }, assets)),
    ).toEqual(['eu-west-1', 'default']);
  });

  it('has outputs for its parent and its siblings, in any order', () => {
    const assets = {
      'reader.json': {
        Parameters: { Name: { Type: 'String' } },
        Resources: { Reader: probe({ 'Fn::Sub': 'reads ${Name}' }) },
      },
      'writer.json': {
        Resources: { Table: { Type: 'Custom::AmplifyDynamoDBTable', Properties: { tableName: 'Round-1' } } },
        Outputs: { TableName: { Value: { Ref: 'Table' } } },
      },
    };
    const TableName = { 'Fn::GetAtt': ['Writer', 'Outputs.TableName'] };
    const template = {
      Resources: {
        Reader: nestedStack('reader.json', { Name: TableName }),
        Writer: nestedStack('writer.json'),
        Probe: probe(TableName),
      },
    };
    expect(values(stack(template, assets))).toEqual(['reads Round-1', 'Round-1']);
  });

  it('may use an output of a sibling that uses its output', () => {
    const side = (own: string) => ({
      Parameters: { Other: { Type: 'String' } },
      Resources: { Probe: probe({ 'Fn::Sub': `${own} sees \${Other}` }) },
      Outputs: { Name: { Value: own } },
    });
    const other = (name: string) => ({ Other: { 'Fn::GetAtt': [name, 'Outputs.Name'] } });
    const template = {
      Resources: { Left: nestedStack('left.json', other('Right')), Right: nestedStack('right.json', other('Left')) },
    };
    expect(values(stack(template, { 'left.json': side('left'), 'right.json': side('right') }))).toEqual([
      'left sees right',
      'right sees left',
    ]);
  });

  it('without its template is an error', () => {
    expect(() => values(stack({ Resources: { Nested: nestedStack('nested.json') } }))).toThrow(
      `The synthesized backend has no asset for ${assetLocation('nested.json')}.`,
    );
  });
});

describe('a folder', () => {
  it('without a stack is rejected', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'assembly-'));
    folders.push(folder);
    expect(() => new CloudAssembly(folder)).toThrow('manifest.json');
  });
});
