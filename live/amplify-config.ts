/** Amplify's configuration from `amplify_outputs.json`. */
import { ConsoleLogger, parseAmplifyConfig } from 'aws-amplify/utils';

/** The parsed content of `amplify_outputs.json`. `app/outputs.ts` validates it. */
export type Outputs = Parameters<typeof parseAmplifyConfig>[0] & { custom?: Record<string, unknown> };

/** `amplify_outputs.json` has no standard keys for the endpoints of Cognito. The local backend sets custom ones. */
const cognitoEndpoints = ['identityPoolEndpoint', 'userPoolEndpoint'] as const;

/** Returns what `Amplify.configure` takes. */
export function amplifyConfig(outputs: Outputs): ReturnType<typeof parseAmplifyConfig> {
  const config = parseAmplifyConfig(outputs);
  for (const name of cognitoEndpoints) {
    const endpoint = outputs.custom?.[name];
    if (!config.Auth?.Cognito || typeof endpoint !== 'string') continue;
    Object.assign(config.Auth.Cognito, { [name]: endpoint });
    // Amplify would warn in each console that the endpoint is not Cognito's.
    ConsoleLogger.LOG_LEVEL = 'ERROR';
  }
  return config;
}
