/** Reads the resources that the local backend runs from the synthesized templates. */
import { z } from 'zod';
import { resolveGetAtt, resolveRef } from './attributes';
import { CloudAssembly } from './cloud-assembly';
import type { Deployment, EventSourceMapping, LambdaFunction, Schedule, Table } from './deployment';
import { parseProperties } from './properties';
import { readApi } from './read-api';
import { readIdentityPool, readUserPool } from './read-cognito';
import { readRoles } from './read-roles';
import type { DeploymentEnvironment, Resource } from './resource';
import { Stack } from './stack';

const environmentSchema = z.record(z.string(), z.coerce.string()).default({});

/**
 * @param folder the CDK's output
 * @param environment values that only a deployment knows
 * @throws if the local backend cannot run a resource; the message names it
 */
export function readDeployment(folder: string, environment: DeploymentEnvironment): Deployment {
  const assembly = new CloudAssembly(folder);
  const stack = Stack.root(assembly, environment);
  const only = (type: string): Resource => {
    const [resource, second] = stack.resources(type);
    if (!resource || second) throw new Error(`The backend must have exactly one ${type}.`);
    return resource;
  };
  const arnOf = (resource: Resource) => resolveGetAtt(resource, 'Arn', environment);

  return {
    region: environment.region,
    accountId: environment.accountId,
    identityPool: readIdentityPool(
      only('AWS::Cognito::IdentityPool'),
      only('AWS::Cognito::IdentityPoolRoleAttachment'),
      environment,
    ),
    userPool: readUserPool(
      only('AWS::Cognito::UserPool'),
      only('AWS::Cognito::UserPoolClient'),
      stack.resources('AWS::Cognito::UserPoolGroup'),
      environment,
    ),
    api: readApi(stack, assembly, only('AWS::AppSync::GraphQLApi'), environment),
    tables: [...stack.resources('Custom::AmplifyDynamoDBTable')].map((table) => readTable(table, environment)),
    functions: [...stack.resources('AWS::Lambda::Function')].map((fn) =>
      readFunction(fn, assembly, arnOf(fn), environment),
    ),
    schedules: [...stack.resources('AWS::Scheduler::Schedule')].flatMap(readSchedule),
    eventSourceMappings: [...stack.resources('AWS::Lambda::EventSourceMapping')].map((mapping) =>
      readMapping(mapping, environment),
    ),
    roles: readRoles(stack, environment),
  };
}

function readTable(resource: Resource, environment: DeploymentEnvironment): Table {
  const table = parseProperties(
    resource,
    z.object({
      keySchema: z.array(z.object({ attributeName: z.string(), keyType: z.enum(['HASH', 'RANGE']) })),
      attributeDefinitions: z.array(z.object({ attributeName: z.string(), attributeType: z.enum(['S', 'N', 'B']) })),
      streamSpecification: z.object({ streamViewType: z.literal('NEW_AND_OLD_IMAGES') }).optional(),
      timeToLiveSpecification: z.object({ attributeName: z.string(), enabled: z.boolean() }).optional(),
    }),
  );
  return {
    name: resolveRef(resource, environment),
    arn: resolveGetAtt(resource, 'TableArn', environment),
    keySchema: table.keySchema.map(({ attributeName, keyType }) => ({
      AttributeName: attributeName,
      KeyType: keyType,
    })),
    attributeDefinitions: table.attributeDefinitions.map(({ attributeName, attributeType }) => ({
      AttributeName: attributeName,
      AttributeType: attributeType,
    })),
    ...(table.streamSpecification ? { streamArn: resolveGetAtt(resource, 'TableStreamArn', environment) } : {}),
    ...(table.timeToLiveSpecification?.enabled
      ? { timeToLiveAttribute: table.timeToLiveSpecification.attributeName }
      : {}),
  };
}

function readFunction(
  resource: Resource,
  assembly: CloudAssembly,
  arn: string,
  environment: DeploymentEnvironment,
): LambdaFunction {
  const fn = parseProperties(
    resource,
    z.object({
      Role: z.string(),
      Handler: z.string(),
      Code: z.object({ S3Key: z.string() }),
      Timeout: z.number().default(3),
      MemorySize: z.number().default(128),
      Environment: z.object({ Variables: environmentSchema }).default({ Variables: {} }),
    }),
  );
  return {
    name: resolveRef(resource, environment),
    arn,
    roleArn: fn.Role,
    codePath: assembly.assetPath(fn.Code.S3Key),
    handler: fn.Handler,
    environment: fn.Environment.Variables,
    timeoutSeconds: fn.Timeout,
    memorySizeMb: fn.MemorySize,
  };
}

/** Returns nothing for a disabled schedule. */
function readSchedule(resource: Resource): Schedule[] {
  const schedule = parseProperties(
    resource,
    z.object({
      ScheduleExpression: z.string(),
      ScheduleExpressionTimezone: z.string().default('UTC'),
      State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
      Target: z.object({ Arn: z.string(), RoleArn: z.string() }),
    }),
  );
  if (schedule.State === 'DISABLED') return [];
  return [
    {
      name: resource.logicalId,
      expression: schedule.ScheduleExpression,
      timezone: schedule.ScheduleExpressionTimezone,
      targetArn: schedule.Target.Arn,
      roleArn: schedule.Target.RoleArn,
    },
  ];
}

function readMapping(resource: Resource, { region, accountId }: DeploymentEnvironment): EventSourceMapping {
  const mapping = parseProperties(
    resource,
    // Strict, because other properties may change which records a function receives, and how often.
    z.strictObject({
      FunctionName: z.string(),
      EventSourceArn: z.string(),
      StartingPosition: z.literal('TRIM_HORIZON'),
      BatchSize: z.number().default(100),
      MaximumBatchingWindowInSeconds: z.number().default(0),
      TumblingWindowInSeconds: z.number().int().min(0).max(900).default(0),
      MaximumRetryAttempts: z.number().default(-1),
      MaximumRecordAgeInSeconds: z.number().default(-1),
      Enabled: z.literal(true).optional(),
      Tags: z.unknown().optional(),
      // AWS reports dropped records there; it does not change which records a function receives.
      DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
    }),
  );
  return {
    functionArn: `arn:aws:lambda:${region}:${accountId}:function:${mapping.FunctionName}`,
    streamArn: mapping.EventSourceArn,
    batchSize: mapping.BatchSize,
    maximumBatchingWindowSeconds: mapping.MaximumBatchingWindowInSeconds,
    tumblingWindowSeconds: mapping.TumblingWindowInSeconds,
    maximumRetryAttempts: mapping.MaximumRetryAttempts,
    maximumRecordAgeSeconds: mapping.MaximumRecordAgeInSeconds,
  };
}
