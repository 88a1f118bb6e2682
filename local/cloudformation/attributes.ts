/** The values of `Ref` and `Fn::GetAtt`: names, ids and ARNs in AWS's formats, the same in every run. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DeploymentEnvironment, Resource } from './resource';

/** @returns hexadecimal digits that depend only on the logical id */
function createId(logicalId: string, length: number): string {
  return createHash('sha256').update(logicalId).digest('hex').slice(0, length);
}

function createUuid(logicalId: string): string {
  return createId(logicalId, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** @returns the name that the template sets, or else one that CloudFormation would generate: by default the logical id */
function nameOf(resource: Resource, property: string, generated = resource.logicalId): string {
  const name = resource.properties[property];
  return typeof name === 'string' ? name : generated;
}

/** The tag in which Amplify keeps the name that `defineFunction` was given. */
const friendlyNameTag = 'amplify:friendly-name';

/** @returns the name that the template sets, or that of `defineFunction`, or else the logical id */
function functionNameOf(resource: Resource): string {
  const tags = z.array(z.object({ Key: z.string(), Value: z.unknown() })).safeParse(resource.properties['Tags']);
  const name = tags.data?.find(({ Key }) => Key === friendlyNameTag)?.Value;
  // Amplify also tags its own functions, all with the name of their category.
  const isOwnName =
    typeof name === 'string' && resource.logicalId.startsWith(`${name.replaceAll(/[^A-Za-z0-9]/g, '')}lambda`);
  return nameOf(resource, 'FunctionName', isOwnName ? name : resource.logicalId);
}

/** @returns the value of `Ref` to a resource */
export function resolveRef(resource: Resource, { region, ...environment }: DeploymentEnvironment): string {
  const { type, logicalId } = resource;
  switch (type) {
    case 'AWS::IAM::Role':
      return nameOf(resource, 'RoleName');
    case 'AWS::Lambda::Function':
      return functionNameOf(resource);
    case 'AWS::Cognito::UserPool':
      return `${region}_${createId(logicalId, 9)}`;
    case 'AWS::Cognito::UserPoolClient':
      return createId(logicalId, 26);
    case 'AWS::Cognito::IdentityPool':
      return `${region}:${createUuid(logicalId)}`;
    case 'AWS::AppSync::GraphQLApi':
      return resolveGetAtt(resource, 'Arn', { region, ...environment });
    case 'AWS::DynamoDB::Table':
      return nameOf(resource, 'TableName');
    case 'Custom::AmplifyDynamoDBTable':
      return nameOf(resource, 'tableName');
    default:
      return logicalId;
  }
}

/** @returns the value of `Fn::GetAtt` for an attribute of a resource */
export function resolveGetAtt(resource: Resource, name: string, environment: DeploymentEnvironment): string {
  const { region, accountId, graphqlUrl } = environment;
  const arn = (service: string, resourcePart: string) => `arn:aws:${service}:${region}:${accountId}:${resourcePart}`;
  const tableArn = () => arn('dynamodb', `table/${resolveRef(resource, environment)}`);
  switch (`${resource.type}.${name}`) {
    case 'AWS::IAM::Role.Arn':
      return `arn:aws:iam::${accountId}:role/${resolveRef(resource, environment)}`;
    case 'AWS::Lambda::Function.Arn':
      return arn('lambda', `function:${resolveRef(resource, environment)}`);
    case 'AWS::SQS::Queue.Arn':
      return arn('sqs', nameOf(resource, 'QueueName'));
    case 'AWS::AppSync::GraphQLApi.ApiId':
      return createId(resource.logicalId, 26);
    case 'AWS::AppSync::GraphQLApi.Arn':
      return arn('appsync', `apis/${createId(resource.logicalId, 26)}`);
    case 'AWS::AppSync::GraphQLApi.GraphQLUrl':
      return graphqlUrl;
    case 'AWS::DynamoDB::Table.Arn':
    case 'Custom::AmplifyDynamoDBTable.TableArn':
      return tableArn();
    case 'AWS::DynamoDB::Table.StreamArn':
    case 'Custom::AmplifyDynamoDBTable.TableStreamArn':
      return `${tableArn()}/stream/2026-01-01T00:00:00.000`;
    default:
      // No local service reads the attribute: any distinct value will do.
      return `${resource.logicalId}.${name}`;
  }
}
