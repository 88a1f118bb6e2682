/** The findings of cdk-nag that stay, each with its reason; most are in what Amplify and the CDK bring along. */

export interface Suppression {
  /** The whole id of a finding. */
  rule: RegExp;
  /** The whole path of the construct, below the stack. */
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
      'data/(movie-rotator|tally)-lambda/ServiceRole/Resource',
    ),
    reason:
      'The managed policy lets a function write its log and nothing else. Amplify and the CDK attach it to every function; what else ours may do is listed in full by backend.test.ts.',
  },
  {
    rule: /^AwsSolutions-IAM4\[Policy::.*\/service-role\/AWSAppSyncPushToCloudWatchLogs\]$/,
    path: whole('data/amplifyData/GraphQLAPI/ApiLogsRole/Resource'),
    reason:
      'The managed policy that AppSync documents for its log: it may write logs, and only AppSync can assume the role.',
  },
  {
    rule: /^AwsSolutions-(IAM5\[.*\]|L1)$/,
    path: whole(branchLinker),
    reason:
      "Amplify's own, made at deploy time: it ties the branch to this stack and may do so for this branch only, in whatever region the app is.",
  },
  {
    rule: /^AwsSolutions-IAM5\[.*\]$/,
    path: whole(tableManager),
    reason:
      "Amplify's own, run at deploy time only: it makes and changes the tables of this API, whose names end with the API's id, and invokes its own functions.",
  },
  {
    rule: /^AwsSolutions-(IAM5\[.*\]|L1)$/,
    path: whole(bucketDeployment),
    reason:
      "The CDK's own, run at deploy time only: it copies generated files from the CDK's bucket of assets into Amplify's two. Its runtime comes with the CDK and is raised with it.",
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    path: whole(logRetention),
    reason:
      "The CDK's own, run at deploy time only: it sets how long logs are kept, and logs:PutRetentionPolicy is all it may do.",
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::<movierotatorlambda\w+\.Arn>:\*\]$/,
    path: whole(String.raw`data/SchedulerRoleForTarget-\w+/DefaultPolicy/Resource`),
    reason:
      'The scheduler may invoke the rotator in any version of it; the rotator is the function that it is there for.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    path: whole('data/tally-lambda/ServiceRole/DefaultPolicy/Resource'),
    reason:
      'Lambda asks a stream reader for dynamodb:ListStreams, which names streams and knows no resource to be limited to.',
  },
  {
    rule: /^AwsSolutions-COG7$/,
    path: whole('auth/amplifyAuth/IdentityPool'),
    reason:
      'Guests are the audience: everybody may watch and vote without an account. Their role may call the fields of the API that a screen needs, and nothing else.',
  },
  {
    rule: /^AwsSolutions-COG8$/,
    path: whole('auth/amplifyAuth/UserPool/Resource'),
    reason:
      'The plus tier watches over sign-ins for $0.02 a user a month. Nobody can sign up here: operators are invited, and need a one-time password as well.',
  },
  {
    rule: /^AwsSolutions-ASC3$/,
    path: whole('data/amplifyData/GraphQLAPI/Resource'),
    reason:
      'The rule wants verbose logs, which hold what people wrote and the credentials of their requests. Requests and the errors of fields are logged without them.',
  },
  {
    rule: /^AwsSolutions-S1$/,
    path: whole(
      'data/amplifyData/AmplifyCodegenAssets/AmplifyCodegenAssetsBucket/Resource',
      'data/modelIntrospectionSchemaBucket/Resource',
    ),
    reason:
      "Amplify's own buckets hold the generated schema, which is in the repository too; nobody outside the account can read them.",
  },
  {
    rule: /^AwsSolutions-SQS3$/,
    path: whole('data/TallyFailures/Resource'),
    reason:
      'It is a dead-letter queue: the failure destination of the stream, which the rule does not look at. An alarm watches it.',
  },
];
