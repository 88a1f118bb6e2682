/** A guest with credentials who signs requests as the AWS SDKs do. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { assumeRole } from '../iam/assume-role';
import { SessionCredentials } from '../iam/session-credentials';
import { SignatureVerifier } from '../sigv4/verify';

export const region = 'us-east-1';

export const guestPrincipal = {
  ...assumeRole('arn:aws:iam::111122223333:role/guest', 'CognitoIdentityCredentials'),
  cognito: { identityId: 'us-east-1:guest', identityPoolId: 'us-east-1:pool' },
};

const sessions = new SessionCredentials(Buffer.alloc(32, 7));
const verifier = new SignatureVerifier({
  service: 'appsync',
  region,
  findCredentials: (accessKeyId, sessionToken) => sessions.open(accessKeyId, sessionToken),
});

export const verify = verifier.verify.bind(verifier);

export interface SigningOptions {
  method?: string;
  query?: Record<string, string>;
  lifetimeSeconds?: number;
  signingDate?: Date;
}

/** @returns the signed headers, including the authorization */
export async function signRequest(
  host: string,
  path: string,
  body: string,
  { method = 'POST', query = {}, lifetimeSeconds = 3600, signingDate }: SigningOptions = {},
): Promise<Record<string, string>> {
  const signer = new SignatureV4({
    credentials: sessions.issue(guestPrincipal, lifetimeSeconds),
    region,
    service: 'appsync',
    sha256: Sha256,
    applyChecksum: false,
  });
  const headers = {
    host,
    accept: 'application/json, text/javascript',
    'content-type': 'application/json; charset=UTF-8',
  };
  const signed = await signer.sign(
    { method, protocol: 'http:', hostname: host, path, query, headers, body },
    { signingDate },
  );
  return signed.headers;
}
