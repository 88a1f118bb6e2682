import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { describe, expect, it } from 'vitest';
import { addPreparedTables } from './prepared-tables';
import { synthesizeStack } from './template.fixture';

const templateFor = (expectedViewers: number) =>
  synthesizeStack((stack) => {
    const table = (name: string) =>
      Table.fromTableArn(stack, name, `arn:aws:dynamodb:eu-west-1:123456789012:table/${name}-api`);
    addPreparedTables(stack, { Ballot: table('Ballot'), RoundShard: table('RoundShard') }, expectedViewers);
  });

const small = templateFor(7000);
const large = templateFor(100_000);
const million = templateFor(1_000_000);

describe('the expected viewers', () => {
  it('need nothing if new tables can serve them', () => {
    expect(small.toJSON()).not.toHaveProperty('Resources');
  });

  it('need a table of ballots that can serve them from the start', () => {
    large.resourceCountIs('Custom::WarmThroughput', 1);
    large.hasResourceProperties('Custom::WarmThroughput', { TableName: 'Ballot-api', WriteUnits: 31_000 });
  });

  it('need more tables the more they are', () => {
    million.hasResourceProperties('Custom::WarmThroughput', { TableName: 'Ballot-api', WriteUnits: 310_000 });
    million.hasResourceProperties('Custom::WarmThroughput', { TableName: 'RoundShard-api', WriteUnits: 16_000 });
  });

  it('give the function access to these tables alone', () => {
    large.resourcePropertiesCountIs(
      'AWS::IAM::Policy',
      {
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['dynamodb:DescribeTable', 'dynamodb:UpdateTable'],
              Resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Ballot-api',
            },
          ],
        },
      },
      1,
    );
    large.resourceCountIs('AWS::IAM::Policy', 1);
  });
});
