/**
 * Calls AppSync from a function: a GraphQL POST signed with SigV4 under the function's own role.
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
 */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import fetch from 'node-fetch';
import { z } from 'zod';

/** AppSync refused the mutation or failed to run it. `errorType` is the error type of the resolver. */
export class MutationError extends Error {
  override readonly name = 'MutationError';

  constructor(
    message: string,
    readonly errorType: string,
  ) {
    super(message);
  }
}

const environment = z.object({
  GRAPHQL_ENDPOINT: z.url(),
  AWS_REGION: z.string(),
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
  AWS_SESSION_TOKEN: z.string(),
});

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string().nullish(), errorType: z.string().nullish() })).optional(),
});

export interface MutationOptions {
  /** Time to wait for the response, in milliseconds. */
  timeoutMs?: number;
}

/**
 * Runs one mutation.
 *
 * @param query GraphQL document. Subscribers can receive only the fields that it selects
 * @param variables variables of the document, JSON values
 * @throws {MutationError} if the response contains anything but data
 * @throws if AppSync does not respond in time. The mutation may have run then
 */
export async function runSignedMutation(
  query: string,
  variables: Record<string, unknown>,
  { timeoutMs = 5000 }: MutationOptions = {},
): Promise<void> {
  const env = environment.parse(process.env);
  const url = new URL(env.GRAPHQL_ENDPOINT);
  const body = JSON.stringify({ query, variables });
  const signer = new SignatureV4({
    service: 'appsync',
    region: env.AWS_REGION,
    sha256: Sha256,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      sessionToken: env.AWS_SESSION_TOKEN,
    },
  });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    headers: { host: url.host, 'content-type': 'application/json' },
    body,
  });
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) });
  const { data, errors: [error] = [] } = parseAnswer(await response.text());
  if (response.ok && data && !error) return;
  throw new MutationError(
    error?.message ?? `AppSync answered ${response.status} ${response.statusText}.`,
    error?.errorType ?? response.headers.get('x-amzn-errortype')?.replace(/:.*/, '') ?? 'Unknown',
  );
}

/** Returns nothing for a response that is not GraphQL, such as the error page of a gateway. */
function parseAnswer(body: string): Partial<z.infer<typeof answer>> {
  try {
    return answer.parse(JSON.parse(body));
  } catch {
    return {};
  }
}
