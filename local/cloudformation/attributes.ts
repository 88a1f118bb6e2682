/** What `Ref` and `Fn::GetAtt` answer for the resource types of the backend: names and ARNs in AWS's formats. */
import { createHash } from 'node:crypto';
import type { DeploymentEnvironment, Resource } from './resource';

/** A stable identifier: the same resource has the same one in every run. */
function identifier(logicalId: string, length: number): string {
  return createHash('sha256').update(logicalId).digest('hex').slice(0, length);
}

function uuid(logicalId: string): string {
  return identifier(logicalId, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function named(resource: Resource, property: string): string {
  return String(resource.properties[property] ?? resource.logicalId);
}

/** @returns the value of `Ref` */
export function resolveRef(resource: Resource, { region, ...environment }: DeploymentEnvironment): string {
  const { type, logicalId } = resource;
  switch (type) {
    case 'AWS::IAM::Role':
      return named(resource, 'RoleName');
    case 'AWS::Lambda::Function':
      return named(resource, 'FunctionName');
    case 'AWS::Cognito::UserPool':
      return `${region}_${identifier(logicalId, 9)}`;
    case 'AWS::Cognito::UserPoolClient':
      return identifier(logicalId, 26);
    case 'AWS::Cognito::IdentityPool':
      return `${region}:${uuid(logicalId)}`;
    case 'AWS::AppSync::GraphQLApi':
      return resolveGetAtt(resource, 'Arn', { region, ...environment });
    case 'AWS::DynamoDB::Table':
      return named(resource, 'TableName');
    case 'Custom::AmplifyDynamoDBTable':
      return named(resource, 'tableName');
    default:
      return logicalId;
  }
}

/** @returns the value of `Fn::GetAtt` */
export function resolveGetAtt(resource: Resource, name: string, environment: DeploymentEnvironment): string {
  const { region, accountId, graphqlUrl } = environment;
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${accountId}:${rest}`;
  const tableArn = () => arn('dynamodb', `table/${resolveRef(resource, environment)}`);
  switch (`${resource.type}.${name}`) {
    case 'AWS::IAM::Role.Arn':
      return `arn:aws:iam::${accountId}:role/${resolveRef(resource, environment)}`;
    case 'AWS::Lambda::Function.Arn':
      return arn('lambda', `function:${resolveRef(resource, environment)}`);
    case 'AWS::SQS::Queue.Arn':
      return arn('sqs', named(resource, 'QueueName'));
    case 'AWS::AppSync::GraphQLApi.ApiId':
      return identifier(resource.logicalId, 26);
    case 'AWS::AppSync::GraphQLApi.Arn':
      return arn('appsync', `apis/${identifier(resource.logicalId, 26)}`);
    case 'AWS::AppSync::GraphQLApi.GraphQLUrl':
      return graphqlUrl;
    case 'AWS::DynamoDB::Table.Arn':
    case 'Custom::AmplifyDynamoDBTable.TableArn':
      return tableArn();
    case 'AWS::DynamoDB::Table.StreamArn':
    case 'Custom::AmplifyDynamoDBTable.TableStreamArn':
      return `${tableArn()}/stream/2026-01-01T00:00:00.000`;
    default:
      // Resources that nothing here runs: any distinct value will do.
      return `${resource.logicalId}.${name}`;
  }
}
