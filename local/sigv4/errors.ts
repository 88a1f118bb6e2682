/** Refusals of a signature, with AWS's names and words: IAM "Common errors" and "Troubleshoot Signature Version 4". */

/** A request whose signature was refused. */
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
    /** What most services answer; DynamoDB answers 400 to each. */
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

/** The Authorization header is not what Signature Version 4 prescribes, or leaves out what it must sign. */
export function incompleteSignature(message: string): SignatureError {
  return new SignatureError('IncompleteSignatureException', message);
}

/** The access key id is not known, or the session token does not belong to it. */
export function unrecognizedClient(): SignatureError {
  return new SignatureError('UnrecognizedClientException', 'The security token included in the request is invalid.');
}

/** The temporary credentials are over. */
export function expiredToken(): SignatureError {
  return new SignatureError('ExpiredTokenException', 'The security token included in the request is expired');
}

/** The signature is another one, or is not meant for this service, region or time. */
export function invalidSignature(
  message = 'The request signature we calculated does not match the signature you provided. ' +
    'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
): SignatureError {
  return new SignatureError('InvalidSignatureException', message);
}
