/** Errors of requests that AppSync refuses before executing them: AppSync Developer Guide, "Troubleshooting and common mistakes". */
import { SignatureError } from '../sigv4/errors';

/** A request refused with an HTTP status. */
export class HttpError extends Error {
  constructor(
    readonly statusCode: number,
    /** AppSync's exception name. Also the `x-amzn-errortype` header, the only part that the Amplify client shows. */
    readonly errorType: string,
    message: string,
  ) {
    super(message);
    this.name = errorType;
  }
}

/** The type of errors of invalid requests. The engine also uses it for documents that cannot be parsed. */
export const malformedRequestType = 'MalformedHttpRequestException';

export function malformedRequest(message: string): HttpError {
  return new HttpError(400, malformedRequestType, message);
}

export function requestTooLarge(message: string): HttpError {
  return new HttpError(413, 'RequestEntityTooLargeException', message);
}

/** An internal error. The log has the reason. */
export function internalFailure(): HttpError {
  return new HttpError(500, 'InternalFailure', 'An internal error occurred.');
}

/** An authorization other than Signature Version 4, such as an API key, counts as missing. */
export function signatureHttpError(error: SignatureError): HttpError {
  if (error.type === 'MissingAuthenticationTokenException' || error.type === 'IncompleteSignatureException') {
    return new HttpError(401, 'UnauthorizedException', 'Valid authorization header not provided.');
  }
  return new HttpError(error.statusCode, error.type, error.message);
}
