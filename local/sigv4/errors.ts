/** Errors of signatures, with AWS's names and messages: IAM "Common errors" and "Troubleshoot Signature Version 4". */

/** The signature of a request is missing or invalid. */
export class SignatureError extends Error {
  constructor(
    /** AWS's exception name. */
    readonly type:
      | 'MissingAuthenticationTokenException'
      | 'IncompleteSignatureException'
      | 'UnrecognizedClientException'
      | 'InvalidSignatureException'
      | 'ExpiredTokenException',
    message: string,
    /** The HTTP status of most services; DynamoDB answers 400 to all of these. */
    readonly statusCode = 403,
  ) {
    super(message);
    this.name = type;
  }
}

/** There is no Authorization header. */
export function missingAuthenticationToken(): SignatureError {
  return new SignatureError('MissingAuthenticationTokenException', 'Missing Authentication Token');
}

/** The Authorization header is malformed or incomplete. */
export function incompleteSignature(message: string): SignatureError {
  return new SignatureError('IncompleteSignatureException', message);
}

/** The access key id is unknown, or the session token does not belong to it. */
export function unrecognizedClient(): SignatureError {
  return new SignatureError('UnrecognizedClientException', 'The security token included in the request is invalid.');
}

/** The temporary credentials have expired. */
export function expiredToken(): SignatureError {
  return new SignatureError('ExpiredTokenException', 'The security token included in the request is expired');
}

/** The signature does not match, or is for another service, region or time. */
export function invalidSignature(
  message = 'The request signature we calculated does not match the signature you provided. ' +
    'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
): SignatureError {
  return new SignatureError('InvalidSignatureException', message);
}
