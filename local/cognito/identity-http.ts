/** The HTTP endpoint of Cognito identity pools. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { IdentityPool } from '../cloudformation/deployment';
import type { SessionCredentials } from '../iam/session-credentials';
import { getCredentialsForIdentity, type CredentialsContext } from './GetCredentialsForIdentity';
import { getId } from './GetId';
import { IdentityIds } from './identity-ids';
import { createJsonEndpoint } from './json-endpoint';
import type { LoginVerifier } from './logins';

export interface CognitoIdentityHandlerOptions {
  region: string;
  identityPool: IdentityPool;
  /** The secret that authenticates identity ids, at least 32 bytes. */
  key: Buffer;
  credentials: SessionCredentials;
  /** Verifies the tokens of users; without it, every login is refused. */
  verifyLogin?: LoginVerifier | undefined;
  /** One hour by default. */
  credentialsLifetimeSeconds?: number;
  log: Logger;
}

/** @returns the request listener, which never rejects */
export function createCognitoIdentityHandler({
  region,
  identityPool,
  key,
  credentials,
  verifyLogin,
  credentialsLifetimeSeconds = 3600,
  log,
}: CognitoIdentityHandlerOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const context: CredentialsContext = {
    identityPool,
    identityIds: new IdentityIds(key, region, identityPool.id),
    credentials,
    verifyLogin,
    credentialsLifetimeSeconds,
  };
  return createJsonEndpoint({
    targetPrefix: 'AWSCognitoIdentityService.',
    operations: new Map<string, (input: unknown) => unknown>([
      ['GetId', (input) => getId(input, context)],
      ['GetCredentialsForIdentity', (input) => getCredentialsForIdentity(input, context)],
    ]),
    log,
  });
}
