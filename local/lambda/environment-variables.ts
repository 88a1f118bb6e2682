/** The environment variables of a function: "Defined runtime environment variables" in the Lambda Developer Guide. */
import type { LambdaFunction } from '../cloudformation/deployment';

/** Names the secrets that Amplify's bundles request from SSM when they start. */
const ssmConfigName = 'AMPLIFY_SSM_ENV_CONFIG';

export interface FunctionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export interface EnvironmentVariablesOptions {
  region: string;
  credentials: FunctionCredentials;
  memorySizeMb: number;
  /** By name, as for `ampx sandbox secret set`. */
  secrets: Readonly<Record<string, string>>;
  /** The endpoint of DynamoDB for the SDK. */
  dynamoDbEndpoint: string;
}

/** @returns the complete `process.env` of a function; it contains nothing of the backend's own environment */
export function createEnvironmentVariables(
  fn: LambdaFunction,
  options: EnvironmentVariablesOptions,
): Record<string, string> {
  const { region, credentials, memorySizeMb, secrets, dynamoDbEndpoint } = options;
  return {
    ...withSecrets(fn.environment, secrets),
    _HANDLER: fn.handler,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDbEndpoint,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySizeMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    // Deployed functions run on Lambda's version of Node.js, so the SDK's warning about this machine's is irrelevant.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    LAMBDA_TASK_ROOT: fn.codePath,
    TZ: ':UTC',
  };
}

/** Sets the secrets as the bundle would after requesting them from SSM, and leaves nothing to request. */
function withSecrets(
  environment: Record<string, string>,
  secrets: Readonly<Record<string, string>>,
): Record<string, string> {
  const { [ssmConfigName]: config } = environment;
  if (config === undefined) return environment;

  const variables = new Map(Object.entries({ ...environment, [ssmConfigName]: '{}' }));
  for (const [variable, { path }] of Object.entries(JSON.parse(config) as Record<string, { path: string }>)) {
    const secret = secrets[path.slice(path.lastIndexOf('/') + 1)];
    // The variable contains a placeholder that the bundle would have replaced.
    if (secret === undefined) variables.delete(variable);
    else variables.set(variable, secret);
  }
  return Object.fromEntries(variables);
}
