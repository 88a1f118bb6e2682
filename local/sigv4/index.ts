/** `amplify-local/sigv4`: verifies requests that are signed with AWS Signature Version 4. */
export { SignatureError } from './errors';
export { signedRequestOf } from './signed-request';
export { SignatureVerifier, type KnownCredentials, type SignedRequest, type VerifierOptions } from './verify';
