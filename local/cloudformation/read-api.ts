/** Reads the GraphQL API: schema, data sources, functions and resolvers. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { resolveGetAtt } from './attributes';
import type { CloudAssembly } from './cloud-assembly';
import type { DataSource, GraphqlApi, PipelineFunction, Resolver } from './deployment';
import { parseProperties } from './properties';
import type { DeploymentEnvironment, Resource } from './resource';
import type { Stack } from './stack';

const optionalText = z.string().optional();

/** In AppSync, 0 means no limit. */
const optionalLimit = z
  .number()
  .int()
  .nonnegative()
  .default(0)
  .transform((limit) => limit || undefined);

export function readApi(
  stack: Stack,
  assembly: CloudAssembly,
  api: Resource,
  environment: DeploymentEnvironment,
): GraphqlApi {
  const { EnvironmentVariables, IntrospectionConfig, QueryDepthLimit, ResolverCountLimit } = parseProperties(
    api,
    z.object({
      EnvironmentVariables: z.record(z.string(), z.string()).default({}),
      IntrospectionConfig: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
      QueryDepthLimit: optionalLimit,
      ResolverCountLimit: optionalLimit,
    }),
  );
  const [schema] = stack.resources('AWS::AppSync::GraphQLSchema');
  if (!schema) throw new Error('The backend must have an AWS::AppSync::GraphQLSchema.');
  const { DefinitionS3Location } = parseProperties(schema, z.object({ DefinitionS3Location: z.string() }));
  const introspection = [...assembly.assetPaths()]
    .map((asset) => path.join(asset, 'modelIntrospectionSchema.json'))
    .find((file) => existsSync(file));
  const source = ({ Code, CodeS3Location }: { Code?: string | undefined; CodeS3Location?: string | undefined }) =>
    Code ?? readFileSync(assembly.assetPath(CodeS3Location ?? ''), 'utf8');

  return {
    id: resolveGetAtt(api, 'ApiId', environment),
    arn: resolveGetAtt(api, 'Arn', environment),
    schema: readFileSync(assembly.assetPath(DefinitionS3Location), 'utf8'),
    environmentVariables: EnvironmentVariables,
    introspectionConfig: IntrospectionConfig,
    queryDepthLimit: QueryDepthLimit,
    resolverCountLimit: ResolverCountLimit,
    dataSources: [...stack.resources('AWS::AppSync::DataSource')].map(readDataSource),
    functions: [...stack.resources('AWS::AppSync::FunctionConfiguration')].map((resource) => {
      const fn = parseProperties(
        resource,
        z.object({ Name: z.string(), DataSourceName: z.string(), Code: optionalText, CodeS3Location: optionalText }),
      );
      return {
        id: resolveGetAtt(resource, 'FunctionId', environment),
        name: fn.Name,
        dataSourceName: fn.DataSourceName,
        code: source(fn),
      } satisfies PipelineFunction;
    }),
    resolvers: [...stack.resources('AWS::AppSync::Resolver')].map((resource) => {
      const resolver = parseProperties(
        resource,
        z.object({
          TypeName: z.string(),
          FieldName: z.string(),
          Kind: z.enum(['PIPELINE', 'UNIT']).default('UNIT'),
          Code: optionalText,
          CodeS3Location: optionalText,
          DataSourceName: optionalText,
          PipelineConfig: z.object({ Functions: z.array(z.string()) }).default({ Functions: [] }),
        }),
      );
      return {
        typeName: resolver.TypeName,
        fieldName: resolver.FieldName,
        kind: resolver.Kind,
        code: source(resolver),
        ...(resolver.DataSourceName ? { dataSourceName: resolver.DataSourceName } : {}),
        functionIds: resolver.PipelineConfig.Functions,
      } satisfies Resolver;
    }),
    modelIntrospection: introspection ? JSON.parse(readFileSync(introspection, 'utf8')) : undefined,
  };
}

function readDataSource(resource: Resource): DataSource {
  const source = parseProperties(
    resource,
    z.discriminatedUnion('Type', [
      z.object({ Type: z.literal('NONE'), Name: z.string() }),
      z.object({
        Type: z.literal('AMAZON_DYNAMODB'),
        Name: z.string(),
        DynamoDBConfig: z.object({ TableName: z.string() }),
        ServiceRoleArn: z.string(),
      }),
      z.object({
        Type: z.literal('AWS_LAMBDA'),
        Name: z.string(),
        LambdaConfig: z.object({ LambdaFunctionArn: z.string() }),
        ServiceRoleArn: z.string(),
      }),
    ]),
  );
  const { Name: name } = source;
  switch (source.Type) {
    case 'NONE':
      return { type: source.Type, name };
    case 'AMAZON_DYNAMODB':
      return { type: source.Type, name, tableName: source.DynamoDBConfig.TableName, roleArn: source.ServiceRoleArn };
    case 'AWS_LAMBDA':
      return {
        type: source.Type,
        name,
        functionArn: source.LambdaConfig.LambdaFunctionArn,
        roleArn: source.ServiceRoleArn,
      };
  }
}
