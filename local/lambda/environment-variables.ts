/** The environment variables of a function: "Defined runtime environment variables" in the Lambda Developer Guide. */
import type { LambdaFunction } from '../cloudformation/deployment';

/** Amplify's bundles ask SSM for what this names, when they start. */
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
  /** By the name of the secret, as `ampx sandbox secret set` takes it. */
  secrets: Readonly<Record<string, string>>;
  /** Where the SDK finds DynamoDB. */
  dynamoDbEndpoint: string;
}

/** All that a function sees in `process.env`; nothing of the environment that the backend itself runs in. */
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
    // Deployed, the function has Lambda's Node.js: the age of this machine's is no matter of the function's.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    LAMBDA_TASK_ROOT: fn.codePath,
    TZ: ':UTC',
  };
}

/** Puts the secrets where the bundle would have put them after asking SSM, and leaves it nothing to ask for. */
function withSecrets(
  environment: Record<string, string>,
  secrets: Readonly<Record<string, string>>,
): Record<string, string> {
  const { [ssmConfigName]: config } = environment;
  if (config === undefined) return environment;

  const variables = new Map(Object.entries({ ...environment, [ssmConfigName]: '{}' }));
  for (const [variable, { path }] of Object.entries(JSON.parse(config) as Record<string, { path: string }>)) {
    const secret = secrets[path.slice(path.lastIndexOf('/') + 1)];
    // What stood here is a placeholder for the bundle to replace.
    if (secret === undefined) variables.delete(variable);
    else variables.set(variable, secret);
  }
  return Object.fromEntries(variables);
}
