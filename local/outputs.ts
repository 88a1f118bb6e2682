/**
 * `amplify_outputs.json`, in the format that `ampx sandbox` writes:
 * https://docs.amplify.aws/react/reference/amplify_outputs/
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Deployment } from './cloudformation/deployment';

/** CloudFormation's names and those of Amplify. */
const mfaMethods = new Map([
  ['SOFTWARE_TOKEN_MFA', 'TOTP'],
  ['SMS_MFA', 'SMS'],
  ['EMAIL_OTP', 'EMAIL'],
]);
const mfaConfigurations = { OFF: 'NONE', OPTIONAL: 'OPTIONAL', ON: 'REQUIRED' };

/**
 * @param deployment the deployment that runs
 * @param graphqlUrl the URL that clients call
 * @param endpoints the URLs of the local Cognito. Amplify's format has no keys for them, so they are under `custom`.
 */
export function createAmplifyOutputs(
  deployment: Deployment,
  graphqlUrl: string,
  endpoints: { identityPoolEndpoint: string; userPoolEndpoint: string },
) {
  const { userPool } = deployment;
  const { passwordPolicy } = userPool;
  return {
    version: '1.4',
    auth: {
      aws_region: deployment.region,
      user_pool_id: userPool.id,
      user_pool_client_id: userPool.clientId,
      identity_pool_id: deployment.identityPool.id,
      mfa_methods: userPool.enabledMfas.flatMap((mfa) => mfaMethods.get(mfa) ?? []),
      standard_required_attributes: userPool.requiredAttributes,
      username_attributes: userPool.usernameAttributes,
      user_verification_types: userPool.autoVerifiedAttributes,
      groups: userPool.groups.map(({ name, precedence }) => ({
        [name]: precedence === undefined ? {} : { precedence },
      })),
      mfa_configuration: mfaConfigurations[userPool.mfaConfiguration],
      password_policy: {
        min_length: passwordPolicy.minimumLength,
        require_lowercase: passwordPolicy.requireLowercase,
        require_numbers: passwordPolicy.requireNumbers,
        require_symbols: passwordPolicy.requireSymbols,
        require_uppercase: passwordPolicy.requireUppercase,
      },
      unauthenticated_identities_enabled: true,
    },
    data: {
      url: graphqlUrl,
      aws_region: deployment.region,
      default_authorization_type: 'AWS_IAM',
      authorization_types: ['AMAZON_COGNITO_USER_POOLS'],
      model_introspection: deployment.api.modelIntrospection,
    },
    custom: endpoints,
  };
}

export type AmplifyOutputs = ReturnType<typeof createAmplifyOutputs>;

/** Writes the file, and its folder if there is none. It is written atomically, because a server may be reading it. */
export async function writeOutputs(file: string, outputs: AmplifyOutputs): Promise<void> {
  const temporaryFile = `${file}.${randomUUID()}`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(temporaryFile, `${JSON.stringify(outputs, null, 2)}\n`);
  await rename(temporaryFile, file);
}

const ownerSchema = z.object({ custom: z.object({ identityPoolEndpoint: z.string().optional() }).optional() });

/**
 * Reads which backend the file names. Editors on Windows may have written a byte order mark.
 *
 * @returns `none` if there is no file
 * @throws if the file cannot be read or is not in Amplify's format
 */
export async function readOutputsOwner(file: string): Promise<'none' | 'local' | 'aws'> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'none';
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  try {
    return ownerSchema.parse(JSON.parse(text.replace(/^\uFEFF/, ''))).custom?.identityPoolEndpoint ? 'local' : 'aws';
  } catch (error) {
    throw new Error(
      `${file} is invalid (${error instanceof SyntaxError ? error.message : "not in Amplify's format"}). ` +
        'Delete it to use the local backend, or create it again with `npx ampx sandbox` or `npx ampx generate outputs`.',
      { cause: error },
    );
  }
}
