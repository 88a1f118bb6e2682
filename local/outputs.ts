/** `amplify_outputs.json`, as `ampx sandbox` writes it: what a client needs to find and call the backend. */
import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Deployment } from './cloudformation/deployment';

/**
 * @param deployment that runs
 * @param graphqlUrl of the API, as clients write it
 * @param identityPoolEndpoint of the local Cognito: Amplify's format has no key for it, so it stands under `custom`
 */
export function createAmplifyOutputs(deployment: Deployment, graphqlUrl: string, identityPoolEndpoint: string) {
  return {
    version: '1.4',
    auth: {
      aws_region: deployment.region,
      user_pool_id: deployment.userPool.id,
      user_pool_client_id: deployment.userPool.clientId,
      identity_pool_id: deployment.identityPool.id,
      unauthenticated_identities_enabled: true,
    },
    data: {
      url: graphqlUrl,
      aws_region: deployment.region,
      default_authorization_type: 'AWS_IAM',
      authorization_types: ['AMAZON_COGNITO_USER_POOLS'],
      model_introspection: deployment.api.modelIntrospection,
    },
    custom: { identityPoolEndpoint },
  };
}

export type AmplifyOutputs = ReturnType<typeof createAmplifyOutputs>;

/** Writes the file whole or not at all: a server may be reading it. */
export async function writeOutputs(file: string, outputs: AmplifyOutputs): Promise<void> {
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, `${JSON.stringify(outputs, null, 2)}\n`);
  await rename(unfinished, file);
}

const anyOutputs = z.object({ custom: z.object({ identityPoolEndpoint: z.string().optional() }).optional() });

/**
 * @returns whose backend the file names: nobody's where there is none
 * @throws where the file is broken
 */
export async function outputsOwner(file: string): Promise<'nobody' | 'local' | 'aws'> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'nobody';
    throw error;
  }
  try {
    return anyOutputs.parse(JSON.parse(text)).custom?.identityPoolEndpoint ? 'local' : 'aws';
  } catch (error) {
    throw new Error(
      `${file} is broken (${error instanceof SyntaxError ? error.message : 'not what Amplify writes'}): ` +
        'delete it to use the local backend, or let `npx ampx sandbox` or `npx ampx generate outputs` write it anew.',
      { cause: error },
    );
  }
}
