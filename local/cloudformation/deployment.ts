/**
 * The resources that the local backend runs, read from the CloudFormation templates with every intrinsic function
 * resolved. Names follow CloudFormation's.
 */
import type { PolicyStatement } from '../iam/policy';

export interface Deployment {
  region: string;
  accountId: string;
  identityPool: IdentityPool;
  userPool: UserPool;
  api: GraphqlApi;
  tables: Table[];
  functions: LambdaFunction[];
  schedules: Schedule[];
  eventSourceMappings: EventSourceMapping[];
  roles: Role[];
}

export interface IdentityPool {
  id: string;
  unauthenticatedRoleArn: string;
  /** The role of users for whom the role mapping of their provider chooses no other. */
  authenticatedRoleArn?: string;
  /** The clients of user pools whose tokens the pool accepts. */
  providers: IdentityProvider[];
}

export interface IdentityProvider {
  /** `cognito-idp.REGION.amazonaws.com/USER_POOL_ID`. */
  name: string;
  clientId: string;
  /** Set if the tokens choose the role (a mapping of type `Token`). */
  roleMapping?: { ambiguousRoleResolution: 'AuthenticatedRole' | 'Deny' };
}

export interface UserPool {
  id: string;
  clientId: string;
  mfaConfiguration: 'OFF' | 'OPTIONAL' | 'ON';
  enabledMfas: string[];
  passwordPolicy: PasswordPolicy;
  usernameAttributes: string[];
  autoVerifiedAttributes: string[];
  requiredAttributes: string[];
  groups: UserPoolGroup[];
  /** The flows that the client may use, such as `ALLOW_USER_SRP_AUTH`. */
  explicitAuthFlows: string[];
  /** Whether sign-in treats an unknown user like a wrong password. */
  preventUserExistenceErrors: boolean;
}

export interface PasswordPolicy {
  minimumLength: number;
  requireLowercase: boolean;
  requireUppercase: boolean;
  requireNumbers: boolean;
  requireSymbols: boolean;
}

export interface UserPoolGroup {
  name: string;
  /** The lowest number takes precedence; a group without one comes last. */
  precedence?: number;
  roleArn?: string;
}

export interface Role {
  arn: string;
  name: string;
  /** Inline, attached and referenced policies together. */
  statements: PolicyStatement[];
}

export interface GraphqlApi {
  id: string;
  arn: string;
  /** The SDL as AppSync would receive it, `@aws_*` directives included. */
  schema: string;
  environmentVariables: Record<string, string>;
  introspectionConfig: 'ENABLED' | 'DISABLED';
  /** Levels of fields in one operation; unlimited by default. */
  queryDepthLimit?: number;
  /** Resolvers in one request; AppSync's quota by default. */
  resolverCountLimit?: number;
  dataSources: DataSource[];
  functions: PipelineFunction[];
  resolvers: Resolver[];
  /** The description of the schema for the typed client, a part of `amplify_outputs.json`. */
  modelIntrospection: unknown;
}

export type DataSource =
  | { type: 'NONE'; name: string }
  | { type: 'AMAZON_DYNAMODB'; name: string; tableName: string; roleArn: string }
  | { type: 'AWS_LAMBDA'; name: string; functionArn: string; roleArn: string };

export interface PipelineFunction {
  id: string;
  name: string;
  dataSourceName: string;
  /** APPSYNC_JS source, an ES module. */
  code: string;
}

export interface Resolver {
  typeName: string;
  fieldName: string;
  kind: 'PIPELINE' | 'UNIT';
  /** APPSYNC_JS source of the resolver's own request and response handlers. */
  code: string;
  /** Set for unit resolvers only. */
  dataSourceName?: string;
  /** Ids of {@link PipelineFunction}s, in order. */
  functionIds: string[];
}

export interface Table {
  name: string;
  arn: string;
  keySchema: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
  attributeDefinitions: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
  /** Set if the table has a stream (of new and old images). */
  streamArn?: string;
  timeToLiveAttribute?: string;
}

export interface LambdaFunction {
  name: string;
  arn: string;
  roleArn: string;
  /** Folder with the bundled code. */
  codePath: string;
  /** `file.export`. */
  handler: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  /** Amplify's default if it is missing. */
  memorySizeMb?: number;
}

export interface Schedule {
  name: string;
  /** `cron(...)` or `rate(...)`. */
  expression: string;
  timezone: string;
  targetArn: string;
  roleArn: string;
}

export interface EventSourceMapping {
  functionArn: string;
  streamArn: string;
  batchSize: number;
  maximumBatchingWindowSeconds: number;
  /** 0: no tumbling windows. */
  tumblingWindowSeconds: number;
  /** -1: until the record expires. */
  maximumRetryAttempts: number;
  /** -1: 24 hours, the retention of a stream record. */
  maximumRecordAgeSeconds: number;
}
