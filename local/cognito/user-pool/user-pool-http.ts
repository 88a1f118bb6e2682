/** The HTTP endpoints of a user pool: the actions that sign users in and out, and the keys that verify their tokens. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { allowCrossOrigin } from '../../http/cors';
import { createJsonEndpoint } from '../json-endpoint';
import { associateSoftwareToken } from './AssociateSoftwareToken';
import type { UserPoolContext } from './context';
import { getTokensFromRefreshToken } from './GetTokensFromRefreshToken';
import { getUser } from './GetUser';
import { globalSignOut } from './GlobalSignOut';
import { initiateAuth } from './InitiateAuth';
import { respondToAuthChallenge } from './RespondToAuthChallenge';
import { revokeToken } from './RevokeToken';
import { verifySoftwareToken } from './VerifySoftwareToken';

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const actions = {
  AssociateSoftwareToken: associateSoftwareToken,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  GetUser: getUser,
  GlobalSignOut: globalSignOut,
  InitiateAuth: initiateAuth,
  RespondToAuthChallenge: respondToAuthChallenge,
  RevokeToken: revokeToken,
  VerifySoftwareToken: verifySoftwareToken,
};

/** @returns the request listener of the actions, which never rejects */
export function createUserPoolHandler(context: UserPoolContext, log: Logger): Listener {
  return createJsonEndpoint({
    targetPrefix: 'AWSCognitoIdentityProviderService.',
    operations: new Map(
      Object.entries(actions).map(([name, action]) => [name, (input: unknown) => action(input, context)]),
    ),
    log,
  });
}

/** @returns the request listener of `/.well-known/jwks.json`: RFC 7517 */
export function createJwksHandler({ tokens }: UserPoolContext): Listener {
  return (request, response) => {
    if (allowCrossOrigin(request, response, [])) return Promise.resolve();
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' });
    response.end(JSON.stringify(tokens.jwks));
    return Promise.resolve();
  };
}
