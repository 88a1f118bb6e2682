/** Suppressed findings of cdk-nag, each with a reason. Most concern resources that Amplify and the CDK add. */

export interface Suppression {
  /** Matches the complete id of a finding. */
  rule: RegExp;
  /** Matches the complete path of the construct within its stack. */
  path: RegExp;
  reason: string;
}

const branchLinker = String.raw`AmplifyBranchLinker/.*`;
const tableManager = String.raw`data/amplifyData/AmplifyTableManager/.*`;
const bucketDeployment = String.raw`data/Custom::CDKBucketDeployment\w+/.*`;
const logRetention = String.raw`data/LogRetention\w+/.*`;

const whole = (...sources: string[]) => new RegExp(`^(${sources.join('|')})$`);

export const suppressions: Suppression[] = [
  {
    rule: /^AwsSolutions-IAM4\[Policy::.*\/service-role\/AWSLambdaBasicExecutionRole\]$/,
    path: whole(
      branchLinker,
      tableManager,
      bucketDeployment,
      logRetention,
      'data/(movie-rotator|movie-search|tally)-lambda/ServiceRole/Resource',
      'operations/TablePreparer/ServiceRole/Resource',
    ),
    reason:
      'The managed policy only allows a function to write its log. Amplify and the CDK attach it to every function. backend.test.ts and prepared-tables.test.ts list all other permissions of our functions.',
  },
  {
    rule: /^AwsSolutions-IAM4\[Policy::.*\/service-role\/AWSAppSyncPushToCloudWatchLogs\]$/,
    path: whole('data/amplifyData/GraphQLAPI/ApiLogsRole/Resource'),
    reason:
      'AppSync documents this managed policy for its logs. It only allows writing logs, and only AppSync can assume the role.',
  },
  {
    rule: /^AwsSolutions-(IAM5\[.*\]|L1)$/,
    path: whole(branchLinker),
    reason:
      'Amplify creates it and runs it during deployments only. It links the branch to this stack. Its permissions cover this branch only, in any region.',
  },
  {
    rule: /^AwsSolutions-IAM5\[.*\]$/,
    path: whole(tableManager),
    reason:
      "Amplify creates it and runs it during deployments only. It creates and updates the tables of this API, whose names contain the API's id, and invokes its own functions.",
  },
  {
    rule: /^AwsSolutions-(IAM5\[.*\]|L1)$/,
    path: whole(bucketDeployment),
    reason:
      "The CDK creates it and runs it during deployments only. It copies generated files from the CDK's asset bucket to Amplify's two buckets. The CDK determines its runtime.",
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    path: whole(logRetention),
    reason:
      'The CDK creates it and runs it during deployments only. It sets the retention of logs, and logs:PutRetentionPolicy is its only permission.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::<movierotatorlambda\w+\.Arn>:\*\]$/,
    path: whole(String.raw`data/SchedulerRoleForTarget-\w+/DefaultPolicy/Resource`),
    reason: 'The scheduler may invoke every version of the rotator, which is its only target.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::<moviesearchlambda\w+\.Arn>:\*\]$/,
    path: whole('data/amplifyData/L2GraphqlApi/MovieSearch/ServiceRole/DefaultPolicy/Resource'),
    reason: 'AppSync may invoke every version of the movie search, which is the only function that it invokes.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    path: whole('data/tally-lambda/ServiceRole/DefaultPolicy/Resource'),
    reason:
      'Lambda requires dynamodb:ListStreams of stream readers. The action only lists streams and supports no resource-level permissions.',
  },
  {
    rule: /^AwsSolutions-COG7$/,
    path: whole('auth/amplifyAuth/IdentityPool'),
    reason:
      'The audience watches and votes without accounts. The guest role may call only the fields of the API that a screen needs.',
  },
  {
    rule: /^AwsSolutions-COG8$/,
    path: whole('auth/amplifyAuth/UserPool/Resource'),
    reason:
      'The Plus tier protects sign-ins for $0.02 per user and month. Self-registration is off: operators are invited and need a one-time password.',
  },
  {
    rule: /^AwsSolutions-ASC3$/,
    path: whole('data/amplifyData/GraphQLAPI/Resource'),
    reason:
      'The rule requires verbose logs, which contain what users wrote and the credentials of their requests. Requests and field errors are logged without these.',
  },
  {
    rule: /^AwsSolutions-S1$/,
    path: whole(
      'data/amplifyData/AmplifyCodegenAssets/AmplifyCodegenAssetsBucket/Resource',
      'data/modelIntrospectionSchemaBucket/Resource',
    ),
    reason:
      "Amplify's buckets contain only the generated schema, which can be derived from the repository. They cannot be read from outside the account.",
  },
  {
    rule: /^AwsSolutions-SQS3$/,
    path: whole('data/TallyFailures/Resource'),
    reason:
      'This is a dead-letter queue: the failure destination of the stream, which the rule does not recognize. An alarm monitors it.',
  },
];
