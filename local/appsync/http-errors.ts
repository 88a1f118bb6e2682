/** Requests that AppSync refuses before GraphQL begins: AppSync Developer Guide, "Troubleshooting and common mistakes". */
import { SignatureError } from '../sigv4/errors';

/** A request refused with an HTTP status. */
export class HttpError extends Error {
  constructor(
    readonly statusCode: number,
    /** AppSync's exception name; also the `x-amzn-errortype` header, the only part that the Amplify client shows. */
    readonly errorType: string,
    message: string,
  ) {
    super(message);
    this.name = errorType;
  }
}

/** What is no GraphQL request at all; the engine uses the same type for a document that can't be parsed. */
export const malformedRequestType = 'MalformedHttpRequestException';

export function malformedRequest(message: string): HttpError {
  return new HttpError(400, malformedRequestType, message);
}

export function requestTooLarge(message: string): HttpError {
  return new HttpError(413, 'RequestEntityTooLargeException', message);
}

/** The caller must try again; the log has the reason. */
export function internalFailure(): HttpError {
  return new HttpError(500, 'InternalFailure', 'An internal error occurred.');
}

/** A header that is not one of Signature Version 4, such as an API key, counts as no authorization. */
export function signatureHttpError(error: SignatureError): HttpError {
  if (error.type === 'MissingAuthenticationTokenException' || error.type === 'IncompleteSignatureException') {
    return new HttpError(401, 'UnauthorizedException', 'Valid authorization header not provided.');
  }
  return new HttpError(error.statusCode, error.type, error.message);
}
